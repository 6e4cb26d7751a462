import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hostsPeers, type PeerHost } from '#adapters/chains/port.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { inTransaction, rows } from '#city-node/db/pool.ts';
import { appendEvents } from '#city-node/events/append.ts';
import { LEAD_LOST } from '#city-node/leader.ts';
import { pause } from '#city-node/operations/engine.ts';
import type { JsonValue } from '#protocol/control/primitives.ts';
import { catchUp } from './catch-up.ts';
import type { ChainRow } from './chain-row.ts';
import { freshMs } from './drivers.ts';
import { freePort } from './free-port.ts';
import { leaveBehind, takeUp } from './left-behind.ts';
import { Pace } from './pace.ts';
import { adoptPeer, startPeer, type PeerProcess } from './peer-process.ts';
import { Snapshots } from './snapshot.ts';
import { isRead, watchChain } from './watch.ts';

const pollMs = 200;
const healthMs = 2_000;
const startMs = 15_000;
const longestPauseMs = 5_000;

interface Kept {
  stop: AbortController;
  ended: Promise<void>;
}

/**
 * Keeps every wanted chain running and watched, and ends those that are wanted no more. When the signal ends it, chains
 * stop too, each after a last copy of its state; when the process is killed, or has lost the lead, they live on, and the
 * next leader adopts them.
 */
export async function keepChains(node: CityNodeContext, signal: AbortSignal): Promise<void> {
  const kept = new Map<string, Kept>();
  while (!signal.aborted) {
    const wanted = await rows<ChainRow>(node.pool, 'select * from chains where removed_at is null').catch(
      (err: unknown) => {
        node.log.error({ err }, 'chains could not be read');
        return [];
      },
    );
    for (const chain of wanted) {
      const known = kept.get(chain.id);
      if (chain.wanted && !known) {
        const stop = new AbortController();
        const ended = keepChain(node, chain, AbortSignal.any([signal, stop.signal]));
        kept.set(chain.id, { stop, ended });
      } else if (!chain.wanted) {
        kept.delete(chain.id);
        known?.stop.abort();
        await known?.ended;
        await remove(node, chain);
      }
    }
    await pause(pollMs, signal);
  }
  await Promise.allSettled([...kept.values()].map(({ ended }) => ended));
}

export const directoryOf = (node: CityNodeContext, chain: string): string =>
  join(resolve(node.env.DATA_DIR), 'chains', chain);

function peersOf(node: CityNodeContext, chain: ChainRow): PeerHost {
  const name = node.offerings.find(({ id }) => id === chain.offering)?.framework ?? '';
  const framework = node.frameworks[name];
  if (!framework || !hostsPeers(framework))
    throw new Error(`chain ${chain.id} has no framework that runs peers`);
  return framework.peers;
}

/** One chain's life: start or adopt, watch, and start again whenever it ends. */
async function keepChain(node: CityNodeContext, chain: ChainRow, signal: AbortSignal): Promise<void> {
  let pauseMs = 100;
  let earlier: ChainRow = chain;
  while (!signal.aborted) {
    const startedAt = performance.now();
    try {
      await runChain(node, earlier, signal);
    } catch (err) {
      node.log.error({ err, chain: chain.id }, 'the chain stopped and will be started again');
    }
    earlier = { ...chain, pid: null };
    if (performance.now() - startedAt > 10_000) pauseMs = 100;
    await pause(pauseMs, signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }
}

async function runChain(node: CityNodeContext, chain: ChainRow, signal: AbortSignal): Promise<void> {
  const directory = directoryOf(node, chain.id);
  const peers = peersOf(node, chain);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const snapshots = new Snapshots(peers, directory);
  const adopted = await adopt(node, chain, directory);
  const { port, peer } = adopted ?? (await start(node, chain, peers, directory, signal));
  takeUp(node, peer);
  const over = new AbortController();
  try {
    await untilHealthy(node, chain, peer, signal);
    if (!adopted || chain.health !== 'up')
      await catchUp(node, chain.id, { snapshots, isAlive: () => peer.isAlive() }, signal);
    if (signal.aborted || !peer.isAlive()) return;
    await tell(node, chain, 'up', { port, pid: peer.pid });
    const keeping = { snapshots, pace: new Pace(peers) };
    const watching = watchChain(node, chain, keeping, port, AbortSignal.any([signal, over.signal]));
    while (!signal.aborted && peer.isAlive() && !(await mayStartAnew(node, chain.id, keeping)))
      await pause(pollMs, signal);
    over.abort();
    await watching;
    if (!signal.aborted && peer.isAlive()) {
      node.log.info({ chain: chain.id }, 'the chain has grown and starts anew without its old empty blocks');
      await tell(node, chain, 'down', { port, pid: peer.pid });
      // From here on no copy calls it, so that its last copy holds everything.
      await pause(2 * freshMs, signal);
    }
  } finally {
    over.abort();
    await snapshots.idle();
    if (signal.reason === LEAD_LOST) leaveBehind(node, peer);
    else await end();
  }

  async function end(): Promise<void> {
    if (peer.isAlive()) {
      await snapshots
        .take(port)
        .catch((err: unknown) => node.log.warn({ err, chain: chain.id }, 'no last copy of the chain'));
      await peer.stop();
    }
    await tell(node, chain, 'down', { port, pid: null }).catch((err: unknown) =>
      node.log.warn({ err, chain: chain.id }, 'the chain is down'),
    );
  }
}

/**
 * A large chain is best shortened while nobody uses it; one that is used all the time, only when it is very large. Blocks
 * that were not read yet stay in it, so it is read to its end first.
 */
async function mayStartAnew(
  node: CityNodeContext,
  chain: string,
  { snapshots, pace }: { snapshots: Snapshots; pace: Pace },
): Promise<boolean> {
  const bytes = node.env.CHAIN_COPY_MB * 1_000_000;
  if (!snapshots.hasOutgrown(pace.rests ? bytes : bytes * 8)) return false;
  try {
    const driver = await node.drivers.of(chain);
    return driver !== null && (await isRead(node, chain, driver));
  } catch {
    return false; // A database that is away is no reason to touch the chain.
  }
}

/** A peer that outlived a killed copy of this node goes on as it is, if it is that very chain. */
async function adopt(
  node: CityNodeContext,
  chain: ChainRow,
  directory: string,
): Promise<{ port: number; peer: PeerProcess } | null> {
  if (chain.pid === null || chain.port === null) return null;
  const peer = adoptPeer(chain.pid, directory);
  if (!peer) return null;
  const driver = await node.drivers.of(chain.id);
  const health = await driver?.health({ signal: AbortSignal.timeout(healthMs) });
  if (health?.kind === 'done' && health.value.chainId === Number(chain.chain_id))
    return { port: chain.port, peer };
  await peer.stop();
  return null;
}

async function start(
  node: CityNodeContext,
  chain: ChainRow,
  peers: PeerHost,
  directory: string,
  signal: AbortSignal,
): Promise<{ port: number; peer: PeerProcess }> {
  // A killed node could not say that its chain had ended.
  await tell(node, chain, 'down', { port: chain.port, pid: null });
  // From here on every copy knows it: nobody calls the chain before it has caught up.
  await pause(2 * freshMs, signal);
  const [read] = await rows<{ watched_height: string }>(
    node.pool,
    'select watched_height from chains where id = $1',
    [chain.id],
  );
  const port = await freePort(chain.port ?? 0);
  const { command, args } = await peers.preparePeer({
    chainId: Number(chain.chain_id),
    directory,
    port,
    operator: chain.operator_address,
    readTo: Number(read?.watched_height ?? -1),
  });
  const peer = startPeer(command, args, directory);
  try {
    await node.pool.query('update chains set port = $2, pid = $3 where id = $1', [chain.id, port, peer.pid]);
  } catch (cause) {
    // Nobody could ever adopt it.
    await peer.stop();
    throw cause;
  }
  return { port, peer };
}

async function untilHealthy(
  node: CityNodeContext,
  chain: ChainRow,
  peer: PeerProcess,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + startMs;
  while (!signal.aborted && performance.now() < until) {
    if (!peer.isAlive()) throw new Error('the chain ended while it started; its peer.log says why');
    const driver = await node.drivers.of(chain.id);
    const health = await driver?.health({ signal: AbortSignal.timeout(healthMs) });
    if (health?.kind === 'done' && health.value.chainId === Number(chain.chain_id)) return;
    await pause(50, signal);
  }
  if (!signal.aborted) throw new Error('the chain did not answer in time');
}

/** Health and its event in one transaction; only a change is told. */
async function tell(
  node: CityNodeContext,
  chain: ChainRow,
  health: 'up' | 'down',
  at: { port: number | null; pid: number | null },
): Promise<void> {
  await inTransaction(node.pool, async (tx) => {
    const changed = await tx.query(
      'update chains set health = $2, pid = $3, port = $4 where id = $1 and health <> $2',
      [chain.id, health, at.pid, at.port],
    );
    if (changed.rowCount === 0) return;
    const data: Record<string, JsonValue> = { chain: chain.id, chainId: Number(chain.chain_id) };
    const owner = await rows<{ portal_id: string; app_code: string }>(
      tx,
      'select portal_id, app_code from apps where chain = $1',
      [chain.id],
    );
    const [app] = chain.kind === 'dedicated' ? owner : [];
    await appendEvents(tx, [
      {
        kind: health === 'up' ? 'chain.up' : 'chain.down',
        portalId: app?.portal_id ?? null,
        appCode: app?.app_code ?? null,
        data,
      },
    ]);
  });
}

async function remove(node: CityNodeContext, chain: ChainRow): Promise<void> {
  const directory = directoryOf(node, chain.id);
  if (chain.pid !== null) await adoptPeer(chain.pid, directory)?.stop();
  node.drivers.forget(chain.id);
  await rm(directory, { recursive: true, force: true });
  await node.pool.query(
    `update chains set removed_at = now(), port = null, pid = null, health = 'down' where id = $1`,
    [chain.id],
  );
}
