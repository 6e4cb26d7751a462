import { firstRow, type Conn } from '#city-node/db/pool.ts';

export type Feed = 'usage' | 'events';

/**
 * A portal asks for what is behind a position: it has everything up to there. Gives how many were given up behind that
 * position before it came for them, and the last of those; null when there are none.
 */
export async function notePosition(
  conn: Conn,
  portalId: string,
  feed: Feed,
  after: string,
): Promise<{ count: number; through: string } | null> {
  const known = await firstRow<{ taken: string; lost_through: string; lost: string }>(
    conn,
    'select taken, lost_through, lost from portal_positions where portal_id = $1 and feed = $2',
    [portalId, feed],
  );
  if (BigInt(after) > BigInt(known?.taken ?? 0))
    await conn.query(
      `insert into portal_positions as p (portal_id, feed, taken) values ($1, $2, $3)
       on conflict (portal_id, feed) do update set taken = greatest(p.taken, excluded.taken),
         lost = case when excluded.taken >= p.lost_through then 0 else p.lost end`,
      [portalId, feed, after],
    );
  const lost = Number(known?.lost ?? 0);
  return known && lost > 0 && BigInt(after) < BigInt(known.lost_through)
    ? { count: lost, through: known.lost_through }
    : null;
}
