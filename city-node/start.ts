import pino, { type Logger } from 'pino';
import { chainFrameworks } from '#adapters/chains/registry.ts';
import { listenForAppChanges } from './apps/changes.ts';
import { neutralDoors } from './apps/doors.ts';
import { appVersions, findApp } from './apps/find-app.ts';
import { openDrivers } from './chains/drivers.ts';
import { keepChains } from './chains/keeper.ts';
import { endLeftBehind } from './chains/left-behind.ts';
import { forgetOldBlocks } from './chains/watch.ts';
import type { CityNodeContext } from './context.ts';
import { forgetOldNonces } from './control/verify-call.ts';
import { ensureChain } from './custody/keys.ts';
import { forgetOldRelayed, RelayedTransactions } from './custody/relayed.ts';
import { sealerOf } from './custody/seal.ts';
import { migrate } from './db/migrate.ts';
import { inTransaction, openPool } from './db/pool.ts';
import { signingKeyOf, type CityNodeEnv } from './env.ts';
import { appendEvents } from './events/append.ts';
import { createGateway } from './gateway/index.ts';
import { whileLeading } from './leader.ts';
import { chainIdOf, offeringsOf } from './offerings.ts';
import { pause, runEngine } from './operations/engine.ts';
import { clearAway } from './retention/clear-away.ts';
import { openServer } from './server.ts';

export interface RunningCityNode {
  node: CityNodeContext;
  port: number;
  /** Stops the doors first, then the work, then the chains, each after a last copy of its state. */
  stop(): Promise<void>;
}

const housekeepingMs = 60_000;

/** What a copy works with, over a migrated database. */
export function openContext(env: CityNodeEnv, log: Logger): CityNodeContext {
  const pool = openPool(env.DATABASE_URL, env.DATABASE_POOL);
  const frameworks = chainFrameworks({ anvil: { bin: env.ANVIL_BIN } });
  const offerings = offeringsOf(env);
  return {
    env,
    key: signingKeyOf(env),
    pool,
    log,
    now: () => new Date(),
    sealer: sealerOf(env.SEALING_KEY),
    frameworks,
    offerings,
    drivers: openDrivers(pool, frameworks, offerings),
    startedAt: new Date(),
  };
}

/** Opens one copy of a city node: doors at once, and the work of the leading copy as soon as it leads. */
export async function openCityNode(
  env: CityNodeEnv,
  log: Logger = pino({ level: env.LOG_LEVEL, base: { process: env.PROCESS_NAME } }),
): Promise<RunningCityNode> {
  await migrate(env.DATABASE_URL);
  const node = openContext(env, log);
  await prepareChains(node);
  const changes = listenForAppChanges(env.DATABASE_URL, log);
  const doors = neutralDoors(node);
  changes.onNews((appCode) => doors.forget(appCode));
  const relayed = new RelayedTransactions(node.pool);
  const gateway = createGateway({
    pool: node.pool,
    log,
    now: Date.now,
    apps: {
      find: (appCode) => {
        // Read because it is new or has changed: should its announcement be lost, the doors learn it here.
        doors.forget(appCode);
        return findApp(node, appCode);
      },
      versions: (appCodes) => appVersions(node, appCodes),
      onChange: changes.onNews,
    },
    doors,
    keepSent: (appCode, transaction) => relayed.keep(appCode, transaction),
  });
  const server = await openServer(node, gateway);
  const stopping = new AbortController();
  const leading = whileLeading(env.DATABASE_URL, log, stopping.signal, (signal) => lead(node, signal));
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await server.close();
    stopping.abort();
    await leading;
    await endLeftBehind(node);
    await changes.close();
    await node.drivers.close();
    await node.pool.end();
  };
  return { node, port: server.port, stop: () => (stopped ??= stop()) };
}

/** The chains that everybody shares; those of single apps come and go with them. */
export async function prepareChains(node: CityNodeContext): Promise<void> {
  for (const offering of node.offerings) {
    const driver = node.frameworks[offering.framework]?.connect('http://127.0.0.1:9');
    if (!driver) throw new Error(`no driver of framework ${offering.framework}`);
    const kind = offering.access === 'endpoint' ? 'upstream' : 'shared';
    const chainId = chainIdOf(node.key.id, offering.chain);
    await ensureChain(node, { id: offering.chain, kind, offering: offering.id, chainId }, driver, node.pool);
    await driver.close();
  }
}

async function lead(node: CityNodeContext, signal: AbortSignal): Promise<void> {
  node.log.info('this copy leads');
  await inTransaction(node.pool, (tx) =>
    appendEvents(tx, [{ kind: 'node.started', portalId: null, appCode: null, data: {} }]),
  );
  await Promise.all([keepChains(node, signal), runEngine(node, signal), keepHouse(node, signal)]);
}

async function keepHouse(node: CityNodeContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(housekeepingMs, signal);
    if (signal.aborted) return;
    await Promise.all([
      forgetOldNonces(node),
      forgetOldBlocks(node),
      forgetOldRelayed(node.pool),
      clearAway(node, node.env),
    ]).catch((err: unknown) => node.log.warn({ err }, 'housekeeping failed'));
  }
}

/** The process: runs until SIGTERM, SIGINT or SIGHUP, then ends in good order. */
export async function startCityNode(env: CityNodeEnv): Promise<void> {
  const running = await openCityNode(env);
  const { log } = running.node;
  log.info({ port: running.port, nodeId: running.node.key.id }, 'the city node listens');
  const stop = (signal: string) => {
    log.info({ signal }, 'the city node stops');
    running.stop().then(
      () => process.exit(0),
      (err: unknown) => {
        log.error({ err }, 'the city node did not stop in good order');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  process.send?.('ready');
}
