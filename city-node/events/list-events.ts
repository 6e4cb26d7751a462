import { rows, type Conn } from '#city-node/db/pool.ts';
import type { EventKind, EventPage, NodeEvent } from '#protocol/control/events.ts';

interface EventRow {
  id: string;
  app_code: string | null;
  kind: EventKind;
  at: Date;
  data: NodeEvent['data'];
}

const positionOf = (cursor: string): string => (/^\d{1,18}$/.test(cursor) ? cursor : '0');

/** A portal's own events and those of the whole node, oldest first, behind a position. The same position gives the same events. */
export async function listEvents(
  conn: Conn,
  portalId: string,
  query: { after: string; limit: number; appCode?: string },
  now: Date,
): Promise<EventPage> {
  const after = positionOf(query.after);
  const found = await rows<EventRow>(
    conn,
    `select id, app_code, kind, at, data from node_events
     where id > $1 and ${query.appCode === undefined ? '(portal_id = $2 or portal_id is null)' : 'portal_id = $2 and app_code = $4'}
     order by id limit $3`,
    [after, portalId, query.limit + 1, ...(query.appCode === undefined ? [] : [query.appCode])],
  );
  const events = found.slice(0, query.limit).map((row): NodeEvent => ({
    id: row.id,
    kind: row.kind,
    appCode: row.app_code,
    at: row.at.toISOString(),
    data: row.data,
  }));
  const next = events.at(-1)?.id ?? after;
  return { events, next, more: found.length > query.limit, observedAt: now.toISOString() };
}
