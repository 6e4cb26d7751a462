import type { CityNodeContext } from '#city-node/context.ts';
import { firstRow, type Conn } from '#city-node/db/pool.ts';
import { pause } from '#city-node/operations/engine.ts';
import { sendAgain } from './send-again.ts';
import type { Snapshots } from './snapshot.ts';
import { isRead, readBlocks } from './watch.ts';

const pollMs = 100;
const sendAgainMs = 1_000;
/** Something may never get into a block, such as an application's own transaction that waits for an earlier one. */
const longestMs = 8_000;

/**
 * Gives a chain that was started anew back what it has forgotten, before anybody calls it. A call in between would be
 * made of a state that lacks what is about to come back: too little gas for a contract that is not there yet, or a
 * position that another transaction already has.
 */
export async function catchUp(
  node: CityNodeContext,
  chain: string,
  peer: { snapshots: Snapshots; isAlive: () => boolean },
  signal: AbortSignal,
): Promise<void> {
  const startedAt = performance.now();
  const since = node.now();
  let sentAgainAt = -sendAgainMs;
  while (!signal.aborted && peer.isAlive() && performance.now() - startedAt < longestMs) {
    const driver = await node.drivers.of(chain);
    const more = driver && (await readBlocks(node, chain, driver, () => peer.snapshots.due()));
    if (driver && !more && (await isRead(node, chain, driver))) {
      if (!(await isWaiting(node.pool, chain, since))) return;
      if (performance.now() - sentAgainAt > sendAgainMs) {
        await sendAgain(node, chain, driver, 0);
        sentAgainAt = performance.now();
      }
    }
    await pause(pollMs, signal);
  }
  if (!signal.aborted && peer.isAlive())
    node.log.warn({ chain }, 'the chain goes on without some that wait for a block');
}

/** Something that was sent before the start is in no block. */
async function isWaiting(conn: Conn, chain: string, since: Date): Promise<boolean> {
  const found = await firstRow(
    conn,
    `select 1 from signed_transactions where chain = $1 and state = 'signed' and created_at < $2
     union all
     select 1 from relayed_transactions where chain = $1 and height is null and created_at < $2 limit 1`,
    [chain, since],
  );
  return found !== null;
}
