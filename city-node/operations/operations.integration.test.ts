import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { existsSync } from 'node:fs';
import { keyValuePackage } from '#adapters/chains/testing/key-value.ts';
import { neutralDoors } from '#city-node/apps/doors.ts';
import { directoryOf } from '#city-node/chains/keeper.ts';
import { rows } from '#city-node/db/pool.ts';
import type { CityNodeEnv } from '#city-node/env.ts';
import type { RunningCityNode } from '#city-node/start.ts';
import {
  enrolledPortal,
  openTestNode,
  perform,
  smallApp,
  soon,
  testEnv,
  uniqueId,
  until,
  valueOf,
  type TestPortal,
} from '#city-node/testing/test-node.ts';
import { emptyDatabase } from '#db/testing/test-database.ts';

const database = emptyDatabase();
let env: CityNodeEnv;
let running: RunningCityNode;
let close: () => Promise<void>;
let portal: TestPortal;

beforeAll(async () => {
  ({ env, close } = await testEnv(database.url()));
  running = await openTestNode(env);
  portal = await enrolledPortal(env);
});
afterAll(async () => {
  await running.stop();
  await close();
});

const create = (appCode: string, tps = 10) =>
  perform(portal.node, {
    kind: 'createApp',
    appCode,
    offering: 'ethereum',
    limits: { ...smallApp, tps },
  });
const summary = async (appCode: string) => valueOf(await portal.node.appRead(appCode, 'summary', {}, soon()));
const counted = () => ({ signal: AbortSignal.timeout(60_000), onSigned: async () => undefined });

describe('an app on the shared chain', () => {
  const appCode = uniqueId('app');

  it('is created with an account of its own', async () => {
    const { steps, result } = await create(appCode);
    expect(steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'takeCapacity done',
      'choosePlacement done',
      'startChain done',
      'makeAccount done',
      'fundAccount done',
    ]);
    expect(result?.app).toMatchObject({
      state: 'active',
      placement: { kind: 'shared', reason: { code: 'placement.below-line' } },
      custodyAddress: expect.stringMatching(/^0x[0-9a-f]{40}$/),
    });
  });

  it('deploys, is refused a second time, and upgrades', async () => {
    const first = await perform(portal.node, {
      kind: 'deployContract',
      appCode,
      package: keyValuePackage('1'),
    });
    expect(first.result?.contract).toMatchObject({ name: 'KeyValue', version: '1', current: true });
    const again = { kind: 'deployContract' as const, appCode, package: keyValuePackage('2') };
    await expect(perform(portal.node, again)).rejects.toThrow('contract.taken');
    const upgrade = { ...again, kind: 'upgradeContract' as const };
    const second = await perform(portal.node, upgrade);
    expect(second.result?.contract).toMatchObject({ version: '2', current: true });
    expect((await summary(appCode)).contracts.map(({ version, current }) => ({ version, current }))).toEqual([
      { version: '1', current: false },
      { version: '2', current: true },
    ]);
    await expect(perform(portal.node, upgrade)).rejects.toThrow('contract.version-taken');
  });

  it('rejects a deployment that the chain would refuse, with nothing signed', async () => {
    const broken = { ...keyValuePackage('1', 'Broken'), bytecode: '0xfe' };
    const request = { kind: 'deployContract' as const, appCode, package: broken };
    await expect(perform(portal.node, request)).rejects.toThrow('contract.reverted');
    expect((await summary(appCode)).contracts.some(({ name }) => name === 'Broken')).toBe(false);
  });

  it('is invoked and queried by names; portals hear of transactions and events', async () => {
    const doors = neutralDoors(running.node);
    const call = (key: string) => ({ contract: 'KeyValue', function: 'put', args: [key, `value of ${key}`] });
    const sent = await Promise.all(['a', 'b', 'c'].map((key) => doors.invoke(appCode, call(key), counted())));
    const ids = sent.map((outcome) => (outcome.kind === 'accepted' ? outcome.transactionId : outcome.kind));
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) {
      const found = await until('the transaction in a block', async () => {
        const outcome = await doors.transaction(appCode, id, AbortSignal.timeout(10_000));
        return outcome.kind === 'done' && outcome.value.state !== 'pending' ? outcome.value : null;
      });
      expect(found).toMatchObject({ state: 'succeeded', contract: 'KeyValue' });
    }
    const query = { contract: 'KeyValue', function: 'get', args: ['b'] };
    expect(await doors.query(appCode, query, AbortSignal.timeout(10_000))).toEqual({
      kind: 'done',
      value: 'value of b',
    });
    const events = await until('three events', async () => {
      const page = valueOf(await portal.node.appRead(appCode, 'logs', { limit: 100 }, soon()));
      const told = page.events.filter(({ kind }) => kind === 'contract.event');
      return told.length >= 3 && { told, all: page.events };
    });
    expect(events.told).toHaveLength(3);
    expect(events.told[0]?.data).toMatchObject({ contract: 'KeyValue', name: 'Put' });
    const recorded = events.all.filter(({ kind }) => kind === 'transaction.recorded');
    expect(recorded.filter(({ data }) => data.function === 'put')).toHaveLength(3);
    expect(recorded.filter(({ data }) => data.function === 'constructor')).toHaveLength(2);
    const page = valueOf(await portal.node.appRead(appCode, 'transactions', { limit: 2 }, soon()));
    expect(page.transactions).toHaveLength(2);
    expect(page.more).toBe(true);
    const blocks = valueOf(await portal.node.appRead(appCode, 'blocks', { limit: 3 }, soon()));
    expect(blocks.blocks.map(({ height }) => blocks.height - height)).toEqual([0, 1, 2]);
  });

  it('sends nothing that was not counted, and the account goes on', async () => {
    const doors = neutralDoors(running.node);
    const call = (key: string) => ({ contract: 'KeyValue', function: 'put', args: [key, 'x'] });
    const refused = await doors.invoke(appCode, call('never'), {
      ...counted(),
      onSigned: () => Promise.reject(new Error('no room')),
    });
    expect(refused).toMatchObject({ kind: 'rejected' });
    const next = await doors.invoke(appCode, call('next'), counted());
    if (next.kind !== 'accepted') throw new Error(next.kind);
    await until('the next one in a block', async () => {
      const outcome = await doors.transaction(appCode, next.transactionId, AbortSignal.timeout(10_000));
      return outcome.kind === 'done' && outcome.value.state === 'succeeded';
    });
    const query = { contract: 'KeyValue', function: 'get', args: ['never'] };
    expect(await doors.query(appCode, query, AbortSignal.timeout(10_000))).toMatchObject({ value: '' });
  });

  it('moves to a chain of its own when it grows past the line and is told to', async () => {
    const grow = { kind: 'resize' as const, appCode, limits: { ...smallApp, tps: 100 } };
    const kept = await perform(portal.node, grow);
    expect(kept.result).toMatchObject({
      moved: false,
      app: {
        limits: { tps: 100 },
        placement: { kind: 'shared', reason: { code: 'placement.kept-contracts' } },
      },
    });
    const before = await summary(appCode);
    const moved = await perform(portal.node, { ...grow, move: true });
    expect(moved.result).toMatchObject({
      moved: true,
      app: { placement: { kind: 'dedicated', reason: { code: 'placement.moved' } } },
    });
    const after = await summary(appCode);
    expect(after.custodyAddress).toBe(before.custodyAddress);
    expect(after.placement?.chainId).not.toBe(before.placement?.chainId);
    expect(after.contracts).toMatchObject([{ name: 'KeyValue', version: '2', current: true }]);
  });

  it('is retired: capacity freed, key destroyed, its chain gone', async () => {
    const [{ chain } = { chain: '' }] = await rows<{ chain: string }>(
      running.node.pool,
      'select chain from apps where app_code = $1',
      [appCode],
    );
    expect(existsSync(directoryOf(running.node, chain))).toBe(true);
    await perform(portal.node, { kind: 'retire', appCode });
    expect(await summary(appCode)).toMatchObject({ state: 'retired', custodyAddress: null });
    expect(existsSync(directoryOf(running.node, chain))).toBe(false);
    expect(
      await rows(running.node.pool, 'select 1 from custody_keys where app_code = $1', [appCode]),
    ).toHaveLength(0);
    expect(valueOf(await portal.node.status(soon())).capacity.used.tps).toBe(0);
  });
});

it('gives each app above the line a chain of its own from the start', async () => {
  const [one, two] = [uniqueId('app'), uniqueId('app')];
  const [first, second] = await Promise.all([create(one, 60), create(two, 60)]);
  expect(first.result?.app.placement).toMatchObject({
    kind: 'dedicated',
    reason: { code: 'placement.above-line', params: { tps: 60, line: 50 } },
  });
  expect(first.result?.app.placement?.chainId).not.toBe(second.result?.app.placement?.chainId);
  const peers = async (of = portal) => valueOf(await of.node.status(soon())).dedicatedPeers;
  const chainId = first.result?.app.placement?.chainId;
  const height = async () => (await peers()).find(({ appCode }) => appCode === one)?.height ?? 0;
  expect(await peers()).toHaveLength(2);
  expect(await peers()).toContainEqual({ appCode: one, chainId, health: 'up', height: expect.any(Number) });
  const before = await height();
  await until('the next block', async () => (await height()) > before);
  expect(await peers(await enrolledPortal(env, 'Other portal'))).toEqual([]);
  await Promise.all([one, two].map((appCode) => perform(portal.node, { kind: 'retire', appCode })));
});

it('opens a custody key for its own app only', async () => {
  const [one, two] = [uniqueId('app'), uniqueId('app')];
  await Promise.all([create(one), create(two)]);
  await running.node.pool.query(
    `update custody_keys as a set secret = b.secret from custody_keys as b where a.app_code = $1 and b.app_code = $2`,
    [one, two],
  );
  const { sealer, pool } = running.node;
  const [row] = await rows<{ secret: Buffer }>(pool, 'select secret from custody_keys where app_code = $1', [
    one,
  ]);
  expect(() => sealer.open(row?.secret ?? Buffer.alloc(40), `app ${one}`)).toThrow();
  expect(() => sealer.open(row?.secret ?? Buffer.alloc(40), `app ${two}`)).not.toThrow();
});

it('does nothing in the place of a call whose node died before it was counted', async () => {
  const appCode = uniqueId('app');
  await create(appCode);
  await perform(portal.node, { kind: 'deployContract', appCode, package: keyValuePackage() });
  const doors = neutralDoors(running.node);
  const call = (key: string) => ({ contract: 'KeyValue', function: 'put', args: [key, 'x'] });
  let signed = '';
  const late = Promise.withResolvers<undefined>();
  const dying = doors.invoke(appCode, call('dying'), {
    ...counted(),
    onSigned: ({ id }) => {
      signed = id;
      return late.promise;
    },
  });
  await until('the signature', async () => signed !== '');
  const next = await neutralDoors(running.node).invoke(appCode, call('next'), counted());
  if (next.kind !== 'accepted') throw new Error(next.kind);
  await until('the next one in a block', async () => {
    const outcome = await doors.transaction(appCode, next.transactionId, AbortSignal.timeout(10_000));
    return outcome.kind === 'done' && outcome.value.state === 'succeeded';
  });
  late.resolve(undefined);
  // Should it have been alive, it learns that its turn is over.
  expect(await dying).toMatchObject({ kind: 'rejected' });
  const query = { contract: 'KeyValue', function: 'get', args: ['dying'] };
  expect(await doors.query(appCode, query, AbortSignal.timeout(10_000))).toMatchObject({ value: '' });
});
