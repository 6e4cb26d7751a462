import { findAppOf, summaryOf, type AppRow } from '#city-node/apps/app-row.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { rows } from '#city-node/db/pool.ts';
import { listEvents } from '#city-node/events/list-events.ts';
import type {
  AppReadKind,
  BlockPage,
  ChainBlock,
  ChainEvent,
  ChainTransaction,
} from '#protocol/control/app-reads.ts';
import { NotHere, Refusal } from '../refusal.ts';

interface Query {
  after: string;
  limit: number;
}
type Read = (node: CityNodeContext, app: AppRow, query: Query) => Promise<unknown>;

const chainMs = 5_000;
const largestBlockPage = 50;

const reads: Record<AppReadKind, Read> = {
  summary: (node, app) => summaryOf(node.pool, app),
  blocks: readBlocks,
  transactions: async (node, app, query) => {
    const page = await newestFirst<ChainTransaction>(node, 'app_transactions', app, query);
    return { transactions: page.items, next: page.next, more: page.more };
  },
  events: async (node, app, query) => {
    const page = await newestFirst<ChainEvent>(node, 'app_events', app, query);
    return { events: page.items, next: page.next, more: page.more };
  },
  logs: (node, app, query) =>
    listEvents(node.pool, app.portal_id, { ...query, appCode: app.app_code }, node.now()),
};

/** What a portal may read of its own app; another portal's is not there. */
export async function readApp(
  node: CityNodeContext,
  portalId: string,
  appCode: string,
  what: AppReadKind,
  query: Query,
): Promise<unknown> {
  const app = await findAppOf(node.pool, portalId, appCode);
  if (!app) throw new NotHere();
  return reads[what](node, app, query);
}

async function newestFirst<T>(
  node: CityNodeContext,
  table: 'app_transactions' | 'app_events',
  app: AppRow,
  { after, limit }: Query,
): Promise<{ items: T[]; next: string; more: boolean }> {
  if (!/^\d{0,18}$/.test(after)) throw new Refusal('invalid', 'request.invalid', 'no such position');
  const found = await rows<{ seq: string; body: T }>(
    node.pool,
    `select seq, body from ${table} where app_code = $1 and ($2 = '' or seq < nullif($2, '')::bigint)
     order by seq desc limit $3`,
    [app.app_code, after, limit + 1],
  );
  const given = found.slice(0, limit);
  return {
    items: given.map(({ body }) => body),
    next: given.at(-1)?.seq ?? after,
    more: found.length > limit,
  };
}

/** `after` is the height that the page before ended with; there is nothing below block 0. */
async function readBlocks(node: CityNodeContext, app: AppRow, { after, limit }: Query): Promise<BlockPage> {
  if (!/^\d{0,15}$/.test(after)) throw new Refusal('invalid', 'request.invalid', 'no such position');
  const driver = app.chain === null ? null : await node.drivers.of(app.chain);
  const options = { signal: AbortSignal.timeout(chainMs) };
  const head = await driver?.height(options);
  if (!driver || head?.kind !== 'done') return { height: 0, blocks: [] };
  const newest = after === '' ? head.value : Math.min(head.value, Number(after) - 1);
  const oldest = Math.max(0, newest - Math.min(limit, largestBlockPage) + 1);
  const blocks: ChainBlock[] = [];
  for (let height = newest; height >= oldest; height -= 1) {
    const found = await driver.block(String(height), options);
    if (found.kind !== 'done') break;
    blocks.push(found.value.block);
  }
  return { height: head.value, blocks };
}
