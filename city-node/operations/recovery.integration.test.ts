import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keccak256, Wallet } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChainDriver } from '#adapters/chains/port.ts';
import { keyValuePackage } from '#adapters/chains/testing/key-value.ts';
import { getApp } from '#city-node/apps/app-row.ts';
import { neutralDoors } from '#city-node/apps/doors.ts';
import { readCapacity } from '#city-node/capacity/capacity.ts';
import { directoryOf, keepChains } from '#city-node/chains/keeper.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { migrate } from '#city-node/db/migrate.ts';
import { firstRow, rows } from '#city-node/db/pool.ts';
import type { CityNodeEnv } from '#city-node/env.ts';
import { openContext, prepareChains, type RunningCityNode } from '#city-node/start.ts';
import {
  enrolledPortal,
  openTestNode,
  perform,
  silent,
  smallApp,
  soon,
  testEnv,
  uniqueId,
  until,
  valueOf,
  type TestPortal,
} from '#city-node/testing/test-node.ts';
import { emptyDatabase } from '#db/testing/test-database.ts';
import type { OperationInput } from '#protocol/control/operations.ts';
import { acceptOperation, findOperation } from './accept.ts';
import { advance, runStep } from './advance.ts';

const value = (outcome: Awaited<ReturnType<ReturnType<typeof neutralDoors>['query']>>) =>
  outcome.kind === 'done' ? outcome.value : outcome.kind;
const counted = () => ({ signal: AbortSignal.timeout(60_000), onSigned: async () => undefined });

describe('a node that restarts in every step', () => {
  const database = emptyDatabase();
  const portalId = 'p'.repeat(43);
  const keeping = new AbortController();
  let env: CityNodeEnv;
  let close: () => Promise<void>;
  let kept: { node: ReturnType<typeof openContext>; ended: Promise<void> };

  beforeAll(async () => {
    ({ env, close } = await testEnv(database.url()));
    await migrate(env.DATABASE_URL);
    const node = openContext(env, silent);
    await prepareChains(node);
    await node.pool.query(`insert into portals (id, public_key, name) values ($1, 'k', 'Test')`, [portalId]);
    kept = { node, ended: keepChains(node, keeping.signal) };
  });
  afterAll(async () => {
    keeping.abort();
    await kept.ended;
    await kept.node.drivers.close();
    await kept.node.pool.end();
    await close();
  });

  /** Each step is done once for nothing (its node died before it could write that), and then by a new node. */
  async function performWithRestarts(request: OperationInput) {
    const requestId = uniqueId('op');
    const accepted = await acceptOperation(kept.node, portalId, requestId, request);
    expect(accepted.kind).toBe('accepted');
    for (;;) {
      const node = openContext(env, silent);
      try {
        const operation = await findOperation(node.pool, portalId, requestId);
        if (!operation) throw new Error('the operation is gone');
        if (operation.finished_at) return operation;
        const next = operation.steps.find(({ state }) => state !== 'done');
        if (next) await runStep(node, operation, next.name);
        if (!(await advance(node, operation.id))) await new Promise((resolve) => setTimeout(resolve, 100));
      } finally {
        await node.drivers.close();
        await node.pool.end();
      }
    }
  }

  it('does nothing twice', async () => {
    const appCode = uniqueId('app');
    await performWithRestarts({ kind: 'createApp', appCode, offering: 'ethereum', limits: smallApp });
    const deployed = await performWithRestarts({
      kind: 'deployContract',
      appCode,
      package: keyValuePackage(),
    });
    const upgraded = await performWithRestarts({
      kind: 'upgradeContract',
      appCode,
      package: keyValuePackage('2'),
    });
    expect([deployed.state, upgraded.state]).toEqual(['done', 'done']);
    const { pool, drivers } = kept.node;
    expect(await rows(pool, 'select 1 from signed_transactions')).toHaveLength(3);
    const app = await firstRow<{ custody_address: string }>(pool, 'select custody_address from apps');
    const driver = await drivers.of('shared');
    expect(await driver?.position(app?.custody_address ?? '', soon())).toEqual({ kind: 'done', value: 2 });
    const grown = await performWithRestarts({
      kind: 'resize',
      appCode,
      limits: { ...smallApp, tps: 100 },
      move: true,
    });
    expect(grown.result).toMatchObject({ moved: true, app: { placement: { kind: 'dedicated' } } });
    expect(await rows(pool, 'select 1 from chains')).toHaveLength(2);
    expect(grown.result?.app.contracts).toHaveLength(1);
    const retired = await performWithRestarts({ kind: 'retire', appCode });
    expect(retired.result?.app.state).toBe('retired');
    const events = await rows<{ kind: string }>(
      pool,
      `select kind from node_events where app_code is not null`,
    );
    const count = (kind: string) => events.filter((event) => event.kind === kind).length;
    expect([count('app.created'), count('app.retired'), count('operation.finished')]).toEqual([1, 1, 5]);
  });

  it('gives back what a createApp took that its chain refused, and takes the same app code again', async () => {
    const { node } = kept;
    const appCode = uniqueId('app');
    const limits = { ...smallApp, tps: 100 };
    const request = { kind: 'createApp' as const, appCode, offering: 'ethereum', limits };
    const ask = (portal: string, requestId = uniqueId('op')) =>
      acceptOperation(node, portal, requestId, request);
    const requestId = uniqueId('op');
    expect((await ask(portalId, requestId)).kind).toBe('accepted');
    expect(await ask(portalId)).toMatchObject({ code: 'app.taken' });
    const rejected = await until('the rejection', async () => {
      const operation = await findOperation(node.pool, portalId, requestId);
      if (operation?.finished_at) return operation;
      await advance(refusingAccounts(node), operation?.id ?? '0');
      return null;
    });
    expect(rejected).toMatchObject({ state: 'rejected', rejection: { code: 'account.refused' } });
    expect((await readCapacity(node.pool, env, node.now())).used.tps).toBe(0);
    await until('the end of its chain', () =>
      firstRow(node.pool, 'select 1 from chains where id like $1 and removed_at is not null', [
        `app-${appCode}-%`,
      ]),
    );
    await node.pool.query(`insert into portals (id, public_key, name) values ('other', 'o', 'Other')`);
    expect(await ask('other')).toMatchObject({ code: 'app.taken' });
    const made = await performWithRestarts(request);
    expect(made.result?.app).toMatchObject({ state: 'active', limits, placement: { kind: 'dedicated' } });
    expect(await ask(portalId)).toMatchObject({ code: 'app.taken' });
    await performWithRestarts({ kind: 'retire', appCode });
    // A code that was in use is never given out again.
    expect(await ask(portalId)).toMatchObject({ code: 'app.taken' });
  });

  it('leaves an app as large as it was, and where it was, when its chain refuses its move', async () => {
    const { node } = kept;
    const appCode = uniqueId('app');
    const used = async () => (await readCapacity(node.pool, env, node.now())).used;
    await performWithRestarts({ kind: 'createApp', appCode, offering: 'ethereum', limits: smallApp });
    await performWithRestarts({ kind: 'deployContract', appCode, package: keyValuePackage() });
    const [before, app] = [await used(), await getApp(node.pool, appCode)];
    const grow = { kind: 'resize' as const, appCode, limits: { ...smallApp, tps: 100 }, move: true };
    const requestId = uniqueId('op');
    await acceptOperation(node, portalId, requestId, grow);
    const rejected = await until('the rejection', async () => {
      const operation = await findOperation(node.pool, portalId, requestId);
      if (operation?.finished_at) return operation;
      await advance(refusingAccounts(node), operation?.id ?? '0');
      return null;
    });
    expect(rejected.rejection).toMatchObject({ code: 'account.refused' });
    const { tps, placement, chain } = app;
    expect(await getApp(node.pool, appCode)).toMatchObject({ tps, placement, chain });
    expect(await used()).toEqual(before);
    await until('the end of the chain', () =>
      firstRow(node.pool, 'select 1 from chains where id like $1 and removed_at is not null', [
        `app-${appCode}-%`,
      ]),
    );
    expect((await performWithRestarts(grow)).result).toMatchObject({ moved: true });
    await performWithRestarts({ kind: 'retire', appCode });
  });
});

/** The same node before chains that give no account to an app. */
function refusingAccounts(node: CityNodeContext): CityNodeContext {
  const refused = { kind: 'rejected', reason: 'denied', code: 'account.refused', detail: 'no' } as const;
  const refusing = (driver: ChainDriver | null) =>
    driver && { ...driver, createAppSpace: async () => refused };
  const { of, serving } = node.drivers;
  return {
    ...node,
    drivers: {
      ...node.drivers,
      of: async (chain) => refusing(await of(chain)),
      serving: async (chain) => refusing(await serving(chain)),
    },
  };
}

describe('a chain that forgets', () => {
  const database = emptyDatabase();
  let env: CityNodeEnv;
  let close: () => Promise<void>;
  let running: RunningCityNode;
  let portal: TestPortal;
  const appCode = uniqueId('app');
  const put = (key: string) => ({ contract: 'KeyValue', function: 'put', args: [key, `value of ${key}`] });
  const get = (key: string) => ({ contract: 'KeyValue', function: 'get', args: [key] });

  beforeAll(async () => {
    ({ env, close } = await testEnv(database.url()));
    running = await openTestNode(env);
    portal = await enrolledPortal(env);
    await perform(portal.node, { kind: 'createApp', appCode, offering: 'ethereum', limits: smallApp });
  });
  afterAll(async () => {
    await running.stop();
    await close();
  });

  const mined = (id: string) =>
    until('the transaction in a block', async () =>
      firstRow(running.node.pool, 'select 1 from app_transactions where id = $1', [id]),
    );
  const resent = async () =>
    valueOf(await portal.node.events({ limit: 500 }, soon())).events.filter(
      ({ kind }) => kind === 'chain.resent',
    );
  const pidOf = async () =>
    (await firstRow<{ pid: number | null }>(running.node.pool, `select pid from chains where id = 'shared'`))
      ?.pid;

  it('gets back what had been signed, in its order, and nothing twice', async () => {
    const doors = neutralDoors(running.node);
    const state = join(directoryOf(running.node, 'shared'), 'state.json');
    const old = join(env.DATA_DIR, 'old.json');
    copyFileSync(state, old);
    await perform(portal.node, { kind: 'deployContract', appCode, package: keyValuePackage() });
    doors.forget(null);
    const sent: string[] = [];
    for (const key of ['a', 'b', 'c']) {
      const outcome = await doors.invoke(appCode, put(key), counted());
      if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
      sent.push(outcome.transactionId);
    }
    for (const id of sent) await mined(id);
    // A copy that is still being written would take the place of the old one.
    const rests = () => Date.now() - statSync(state).mtimeMs > 5_000;
    await until('the last copy', async () => rests() && sent.every((id) => readFileSync(state).includes(id)));
    expect((await (await running.node.drivers.of('shared'))?.height(soon()))?.kind).toBe('done');
    // Stopped hard, and started again from a copy that knows neither the contract nor the calls.
    process.kill((await pidOf()) ?? 0, 'SIGKILL');
    copyFileSync(old, state);
    // As soon as a call is taken, it is made of what the chain held before: the contract is there again.
    await until(
      'a call is taken',
      async () => (await doors.invoke(appCode, put('d'), counted())).kind === 'accepted',
    );
    const events = await until('the resending', async () => {
      const told = await resent();
      return told.length > 0 && told;
    });
    expect(events[0]?.data).toMatchObject({ chain: 'shared', reason: 'forgotten' });
    await until(
      'the value',
      async () => value(await doors.query(appCode, get('d'), AbortSignal.timeout(5_000))) === 'value of d',
    );
    expect(value(await doors.query(appCode, get('c'), AbortSignal.timeout(5_000)))).toBe('value of c');
    const { custodyAddress } = valueOf(await portal.node.appRead(appCode, 'summary', {}, soon()));
    const driver = await running.node.drivers.of('shared');
    expect(await driver?.position(custodyAddress ?? '', soon())).toEqual({ kind: 'done', value: 5 });
    const contractEvents = async () =>
      valueOf(await portal.node.appRead(appCode, 'logs', { limit: 100 }, soon())).events.filter(
        ({ kind }) => kind === 'contract.event',
      );
    // A block is recorded a moment after its values can be read.
    await until('the last event', async () => (await contractEvents()).length >= 4);
    expect(await contractEvents()).toHaveLength(4);
  });

  it('gets what an application had signed itself, once its caller had an answer', async () => {
    const key = 'cpk_test_key_of_this_app';
    const hash = createHash('sha256').update(key).digest('hex');
    const keys = [{ id: 'k1', hash, functions: null, expiresAt: null }];
    const policy = { version: 1, limits: smallApp, keys, suspended: false };
    expect((await portal.node.putPolicy(appCode, policy, soon())).kind).toBe('done');
    const { placement } = valueOf(await portal.node.appRead(appCode, 'summary', {}, soon()));
    const wallet = Wallet.createRandom();
    const raw = await wallet.signTransaction({
      type: 2,
      chainId: placement?.chainId ?? 0,
      nonce: 0,
      to: wallet.address,
      gasLimit: 30_000,
      maxFeePerGas: 0,
      maxPriorityFeePerGas: 0,
    });
    const pid = await pidOf();
    const answer = await fetch(`${env.PUBLIC_URL}/evm/v1/${appCode}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_sendRawTransaction', params: [raw] }),
    });
    process.kill(pid ?? 0, 'SIGKILL');
    const { result } = (await answer.json()) as { result: string };
    expect(result).toBe(keccak256(raw));
    await until('the transaction in a block', async () => {
      const driver = await running.node.drivers.of('shared');
      const found = await driver?.transaction(result, soon());
      return found?.kind === 'done' && found.value.state === 'succeeded';
    });
  });

  it('gets what was signed while it was down', async () => {
    const doors = neutralDoors(running.node);
    await until('the chain serves', async () => (await running.node.drivers.serving('shared')) !== null);
    const pid = await pidOf();
    const outcome = await doors.invoke(appCode, put('late'), {
      ...counted(),
      onSigned: async () => void process.kill(pid ?? 0, 'SIGKILL'),
    });
    expect(outcome.kind).toBe('accepted');
    await until('the value', async () => {
      const answer = await doors.query(appCode, get('late'), AbortSignal.timeout(5_000));
      return value(answer) === 'value of late';
    });
  });
});

describe('a node killed at any moment', () => {
  const database = emptyDatabase();
  const root = fileURLToPath(new URL('../..', import.meta.url));
  let env: CityNodeEnv;
  let close: () => Promise<void>;
  let child: ChildProcess;

  const start = () => {
    const set = Object.entries(env).map(([name, each]) => [name, each === false ? '0' : String(each ?? '')]);
    child = spawn(process.execPath, [join(root, 'city-node/main.ts')], {
      cwd: root,
      env: { ...process.env, ...Object.fromEntries(set), LOG_LEVEL: 'error' },
      stdio: 'ignore',
    });
  };
  const killed = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  };
  const healthy = () =>
    until('health', async () => (await fetch(`${env.PUBLIC_URL}/health`).catch(() => null))?.ok);

  beforeAll(async () => {
    ({ env, close } = await testEnv(database.url()));
    start();
    await healthy();
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    const left = execFileSync('ps', ['-eo', 'args']).toString();
    expect(left.includes(env.DATA_DIR)).toBe(false);
    await close();
  });

  it('goes on where it stopped, and its chain lives on', async () => {
    const portal = await enrolledPortal(env);
    const appCode = uniqueId('app');
    const requests: OperationInput[] = [
      { kind: 'createApp', appCode, offering: 'ethereum', limits: smallApp },
      { kind: 'deployContract', appCode, package: keyValuePackage() },
      { kind: 'upgradeContract', appCode, package: keyValuePackage('2') },
    ];
    for (const [i, request] of requests.entries()) {
      const requestId = uniqueId('op');
      const first = await portal.node.putOperation(requestId, request, soon());
      expect(first.kind).toBe('accepted');
      // A different moment in each: 0, 150 and 300 ms after it was taken in.
      await new Promise((resolve) => setTimeout(resolve, i * 150));
      await killed();
      expect((await portal.node.putOperation(requestId, request, soon())).kind).toBe('unknown');
      start();
      await healthy();
      expect((await perform(portal.node, request, requestId)).state).toBe('done');
    }
    const app = valueOf(await portal.node.appRead(appCode, 'summary', {}, soon()));
    expect(app.contracts).toHaveLength(2);
    const signed = await openContext(env, silent);
    try {
      expect(await rows(signed.pool, 'select 1 from signed_transactions')).toHaveLength(3);
    } finally {
      await signed.pool.end();
    }
    // Four starts of a process, on whatever machine.
  }, 180_000);
});
