import { together } from '#adapters/postgres/together.ts';
import { LOCKS, type Conn } from '#city-node/db/pool.ts';
import type { EventKind } from '#protocol/control/events.ts';
import type { JsonValue } from '#protocol/control/primitives.ts';

export interface NewEvent {
  kind: EventKind;
  /** Null: of the whole node, for every portal. */
  portalId: string | null;
  appCode: string | null;
  data: Record<string, JsonValue>;
}

/**
 * Writes events inside the transaction of what they tell. Call it last: one lock, held until that transaction ends,
 * keeps the order of ids that of visibility, so that a portal's cursor skips nothing.
 */
export async function appendEvents(tx: Conn, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await together(
    () => tx.query('select pg_advisory_xact_lock($1)', [LOCKS.events]),
    () =>
      tx.query(
        `insert into node_events (portal_id, app_code, kind, data)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[])`,
        [
          events.map((event) => event.portalId),
          events.map((event) => event.appCode),
          events.map((event) => event.kind),
          events.map((event) => JSON.stringify(event.data)),
        ],
      ),
  );
}
