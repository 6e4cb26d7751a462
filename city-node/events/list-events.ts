import { rows, type Conn } from '#city-node/db/pool.ts';
import { notePosition } from '#city-node/retention/portal-positions.ts';
import type { EventKind, EventPage, NodeEvent } from '#protocol/control/events.ts';

interface EventRow {
  id: string;
  app_code: string | null;
  kind: EventKind;
  at: Date;
  data: NodeEvent['data'];
  /** Events behind the position, one more than the page may hold at most. */
  ahead: string;
}

const positionOf = (cursor: string): string => (/^\d{1,18}$/.test(cursor) ? cursor : '0');

/** A page ends once it holds so much, so that it fits into an answer whatever contracts write into their events. */
const pageBytes = 512 * 1024;

/**
 * A portal's own events and those of the whole node, oldest first, behind a position: as many as were asked for, or fewer
 * where they are large, and always one if there is one. The same position gives the same events.
 */
export async function listEvents(
  conn: Conn,
  portalId: string,
  query: { after: string; limit: number; appCode?: string },
  now: Date,
): Promise<EventPage> {
  const after = positionOf(query.after);
  const lost = query.appCode === undefined ? await notePosition(conn, portalId, 'events', after) : null;
  const found = await rows<EventRow>(
    conn,
    `with page as (
       select id, app_code, kind, at, data, octet_length(data::text) as bytes, count(*) over () as ahead from (
         select * from node_events
         where id > $1 and ${query.appCode === undefined ? '(portal_id = $2 or portal_id is null)' : 'portal_id = $2 and app_code = $5'}
         order by id limit $3) as next
     ), sized as (select *, sum(bytes) over (order by id) - bytes as before from page)
     select id, app_code, kind, at, data, ahead from sized where before < $4 order by id`,
    [after, portalId, query.limit + 1, pageBytes, ...(query.appCode === undefined ? [] : [query.appCode])],
  );
  const events = found.slice(0, query.limit).map((row): NodeEvent => ({
    id: row.id,
    kind: row.kind,
    appCode: row.app_code,
    at: row.at.toISOString(),
    data: row.data,
  }));
  const next = events.at(-1)?.id ?? lost?.through ?? after;
  const ahead = Number(found[0]?.ahead ?? 0);
  return {
    events,
    next,
    more: ahead > events.length,
    ...(lost ? { lost } : {}),
    observedAt: now.toISOString(),
  };
}
