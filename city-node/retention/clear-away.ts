import type { CityNodeContext } from '#city-node/context.ts';
import { firstRow, inTransaction, rows, type Conn } from '#city-node/db/pool.ts';
import type { CityNodeEnv } from '#city-node/env.ts';
import type { Feed } from './portal-positions.ts';

export type Keeping = Pick<CityNodeEnv, 'KEEP_TAKEN_DAYS' | 'KEEP_UNTAKEN_DAYS' | 'KEEP_HISTORY_DAYS'>;

/** Rows of one transaction, so that nobody waits long and memory stays small. */
const lot = 5_000;
/** Lots of one table in one round; the next round goes on. */
const lotsAtOnce = 40;

const feeds: Record<Feed, { table: string; at: string }> = {
  usage: { table: 'usage_batches', at: 'period_start' },
  events: { table: 'node_events', at: 'at' },
};

/**
 * Clears away what has been kept long enough, oldest first, lot by lot. What a portal has not come for is kept longer than
 * what it has; when even that time is over, it is counted, so that the portal is told.
 */
export async function clearAway(
  node: Pick<CityNodeContext, 'pool' | 'log'>,
  keeping: Keeping,
): Promise<void> {
  const portals = await rows<{ id: string }>(node.pool, 'select id from portals order by id');
  for (const { id } of portals)
    for (const feed of ['usage', 'events'] as const) {
      const lost = await inLots(node, (tx) => clearFeed(tx, id, feed, keeping));
      if (lost > 0) node.log.warn({ portal: id, feed, lost }, 'a portal did not come for what is given up');
    }
  // Of the whole node, for every portal.
  await inLots(node, (tx) =>
    oldest(tx, 'node_events', 'portal_id is null', 'id', `at < ${ago('$2')}`, [keeping.KEEP_UNTAKEN_DAYS]),
  );
  await inLots(node, (tx) => clearHistory(tx, keeping.KEEP_HISTORY_DAYS));
  for (const [table, condition] of [
    ['reservations', `expires_at < ${ago('30')}`],
    ['enrolment_tokens', `portal_id is null and expires_at < ${ago('30')}`],
    ['gateway_budgets', `as_of < ${ago('1')}`],
    ['signed_transactions', ofRemovedChain],
    ['relayed_transactions', ofRemovedChain],
    ['chain_blocks', ofRemovedChain],
  ] as const)
    await inLots(node, async (tx) => {
      const { rowCount } = await tx.query(
        `delete from ${table} where ctid = any(array(select ctid from ${table} where ${condition} limit ${lot}))`,
      );
      return { more: rowCount === lot, lost: 0 };
    });
}

const ago = (days: string) => `now() - make_interval(days => ${days}::int)`;
/** Nobody can send them again: the chain and its data are gone. */
const ofRemovedChain = `chain in (select id from chains where removed_at < ${ago('30')})`;

interface Cleared {
  more: boolean;
  lost: number;
}

async function inLots(
  { pool }: Pick<CityNodeContext, 'pool'>,
  work: (tx: Conn) => Promise<Cleared>,
): Promise<number> {
  let lost = 0;
  for (let count = 0; count < lotsAtOnce; count += 1) {
    const cleared = await inTransaction(pool, async (tx) => {
      await tx.query(`set local city_node.clears_away = 'on'`);
      return work(tx);
    });
    lost += cleared.lost;
    if (!cleared.more) break;
  }
  return lost;
}

/** The oldest rows are looked at first, and only as many as a lot has; the next lot is due when all of those went. */
async function oldest(
  tx: Conn,
  table: string,
  whose: string,
  key: string,
  condition: string,
  values: readonly unknown[],
): Promise<Cleared> {
  const { rowCount } = await tx.query(
    `delete from ${table} as t using (select ${key} from ${table} where ${whose} order by ${key} limit $1) as o
     where t.${key} = o.${key} and ${condition}`,
    [lot, ...values],
  );
  return { more: rowCount === lot, lost: 0 };
}

async function clearFeed(tx: Conn, portalId: string, feed: Feed, keeping: Keeping): Promise<Cleared> {
  const { table, at } = feeds[feed];
  const gone = await firstRow<{ count: string; lost: string; lost_through: string | null }>(
    tx,
    `with position as (
       select coalesce(max(taken), 0) as taken from portal_positions where portal_id = $1 and feed = $2
     ), eldest as (
       select id from ${table} where portal_id = $1 order by id limit $3
     ), gone as (
       delete from ${table} as t using eldest as e, position as p where t.id = e.id
         and ((t.id <= p.taken and t.${at} < ${ago('$4')}) or t.${at} < ${ago('$5')})
       returning t.id, t.id > p.taken as untaken
     )
     select count(*) as count, count(*) filter (where untaken) as lost, max(id) filter (where untaken) as lost_through
     from gone`,
    [portalId, feed, lot, keeping.KEEP_TAKEN_DAYS, keeping.KEEP_UNTAKEN_DAYS],
  );
  const lost = Number(gone?.lost ?? 0);
  if (lost > 0)
    await tx.query(
      `insert into portal_positions as p (portal_id, feed, lost, lost_through) values ($1, $2, $3, $4)
       on conflict (portal_id, feed) do update set lost = p.lost + excluded.lost,
         lost_through = greatest(p.lost_through, excluded.lost_through)`,
      [portalId, feed, lost, gone?.lost_through],
    );
  return { more: Number(gone?.count ?? 0) === lot, lost };
}

/** What the node tells of an app's past; the chain itself keeps its own. */
async function clearHistory(tx: Conn, days: number): Promise<Cleared> {
  const gone = await firstRow<{ count: string }>(
    tx,
    `with eldest as (
       select seq from app_transactions order by seq limit $1
     ), gone as (
       delete from app_transactions as t using eldest as e where t.seq = e.seq and t.at < ${ago('$2')}
       returning t.app_code, t.id
     ), told as (
       delete from app_events as e using gone as g where e.app_code = g.app_code and e.transaction_id = g.id
     )
     select count(*) as count from gone`,
    [lot, days],
  );
  return { more: Number(gone?.count ?? 0) === lot, lost: 0 };
}
