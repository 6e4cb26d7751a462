import type { ChainDriver, FullBlock } from '#adapters/chains/port.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { firstRow, inTransaction, rows, type Conn } from '#city-node/db/pool.ts';
import { pause } from '#city-node/operations/engine.ts';
import type { ChainRow } from './chain-row.ts';
import type { Pace } from './pace.ts';
import { recordTransactions } from './record-transactions.ts';
import { markRelayed } from '#city-node/custody/relayed.ts';
import { rewind, sendAgain } from './send-again.ts';
import type { Snapshots } from './snapshot.ts';

const pollMs = 250;
const callMs = 5_000;
const sendAgainMs = 2_000;
const blocksAtOnce = 200;

/**
 * Reads every block of a chain once, in order: records the transactions of apps, tells portals, marks what was signed
 * here as mined. Notices when the chain has forgotten blocks, and sends again what had been signed. Ends with the signal.
 */
export async function watchChain(
  node: CityNodeContext,
  chain: ChainRow,
  keeping: { snapshots: Snapshots; pace: Pace },
  port: number,
  signal: AbortSignal,
): Promise<void> {
  let sentAgainAt = 0;
  while (!signal.aborted) {
    try {
      const driver = await node.drivers.of(chain.id);
      if (driver) {
        const busy = await readBlocks(node, chain.id, driver, () => {
          keeping.snapshots.due();
          keeping.pace.used();
        });
        if (performance.now() - sentAgainAt > sendAgainMs) {
          await sendAgain(node, chain.id, driver);
          sentAgainAt = performance.now();
        }
        keeping.snapshots.tick(port);
        keeping.pace.tick(port);
        if (busy) continue;
      }
    } catch (err) {
      node.log.error({ err, chain: chain.id }, 'watching failed and goes on');
    }
    await pause(pollMs, signal);
  }
}

interface Position {
  height: number;
  id: string | null;
}

/** One round; true when there is more to read at once. */
export async function readBlocks(
  node: CityNodeContext,
  chain: string,
  driver: ChainDriver,
  onTransactions: () => void,
): Promise<boolean> {
  const options = () => ({ signal: AbortSignal.timeout(callMs) });
  const at = await positionOf(node.pool, chain);
  const head = await driver.height(options());
  if (head.kind !== 'done') return false;
  if (await hasForgotten(driver, at, head.value)) {
    await rewind(node, chain, driver);
    onTransactions();
    return true;
  }
  const last = Math.min(head.value, at.height + blocksAtOnce);
  const blocks: FullBlock[] = [];
  for (let height = at.height + 1; height <= last; height += 1) {
    const found = await driver.block(String(height), options());
    if (found.kind !== 'done') break;
    blocks.push(found.value);
  }
  if (blocks.length === 0) return false;
  // A block whose parent is not the one before means that the chain forgot while it was read.
  let parent = at.id;
  const joined = blocks.filter(({ block }) => {
    const fits = parent === null || block.parentId === parent;
    if (fits) parent = block.id;
    return fits;
  });
  if (joined.length === 0) return false;
  await inTransaction(node.pool, (tx) => record(tx, chain, driver, at, joined, head.value));
  if (joined.some(({ transactions }) => transactions.length > 0)) onTransactions();
  return last < head.value;
}

async function positionOf(conn: Conn, chain: string): Promise<Position> {
  const row = await firstRow<{ watched_height: string; watched_id: string | null }>(
    conn,
    'select watched_height, watched_id from chains where id = $1',
    [chain],
  );
  return { height: Number(row?.watched_height ?? -1), id: row?.watched_id ?? null };
}

/** True once the chain has been read to its end, and is known to hold what was read. */
export async function isRead(node: CityNodeContext, chain: string, driver: ChainDriver): Promise<boolean> {
  const options = () => ({ signal: AbortSignal.timeout(callMs) });
  const at = await positionOf(node.pool, chain);
  const head = await driver.height(options());
  if (head.kind !== 'done' || head.value > at.height + 1) return false;
  if (at.height < 0) return true;
  const found = await driver.block(String(at.height), options());
  return found.kind === 'done' && found.value.block.id === at.id;
}

async function hasForgotten(driver: ChainDriver, at: Position, head: number): Promise<boolean> {
  if (at.height < 0) return false;
  if (head < at.height) return true;
  const found = await driver.block(String(at.height), { signal: AbortSignal.timeout(callMs) });
  if (found.kind === 'absent') return true;
  return found.kind === 'done' && found.value.block.id !== at.id;
}

async function record(
  tx: Conn,
  chain: string,
  driver: ChainDriver,
  at: Position,
  blocks: readonly FullBlock[],
  head: number,
): Promise<void> {
  const last = blocks.at(-1);
  if (!last) return;
  const moved = await tx.query(
    `update chains set watched_height = $2, watched_id = $3, height = $4
     where id = $1 and watched_height = $5 and watched_id is not distinct from $6`,
    [chain, last.block.height, last.block.id, head, at.height, at.id],
  );
  // Another copy led meanwhile and has read these blocks.
  if (moved.rowCount === 0) return;
  await tx.query(
    `insert into chain_blocks (chain, height, id) select $1, * from unnest($2::bigint[], $3::text[])
     on conflict (chain, height) do update set id = excluded.id`,
    [chain, blocks.map(({ block }) => block.height), blocks.map(({ block }) => block.id)],
  );
  const full = blocks.filter(({ transactions }) => transactions.length > 0);
  if (full.length === 0) return;
  await markMined(tx, chain, full);
  await recordTransactions(tx, chain, driver, full);
}

async function markMined(tx: Conn, chain: string, blocks: readonly FullBlock[]): Promise<void> {
  const all = blocks.flatMap(({ transactions }) => transactions);
  await tx.query(
    `update signed_transactions as s set state = m.state, height = m.height
     from unnest($2::text[], $3::text[], $4::bigint[]) as m (id, state, height)
     where s.chain = $1 and s.id = m.id`,
    [
      chain,
      all.map(({ id }) => id),
      all.map(({ state }) => (state === 'failed' ? 'failed' : 'mined')),
      all.map(({ height }) => height ?? 0),
    ],
  );
  await markRelayed(
    tx,
    chain,
    all.map(({ id, height }) => ({ id, height: height ?? 0 })),
  );
}

/** Old blocks are of no use to a chain that forgets seconds. */
export async function forgetOldBlocks(node: CityNodeContext): Promise<void> {
  await rows(
    node.pool,
    `delete from chain_blocks as b using chains as c where c.id = b.chain and b.height < c.watched_height - 100000`,
  );
}
