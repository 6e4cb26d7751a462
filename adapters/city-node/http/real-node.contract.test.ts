import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyValuePackage } from '#adapters/chains/testing/key-value.ts';
import {
  nodeUnderTest,
  perform,
  smallApp,
  soon,
  uniqueId,
  until,
  valueOf,
  type NodeUnderTest,
  type TestPortal,
} from '#city-node/testing/test-node.ts';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { CityportApp, CityportError } from '#sdk/index.ts';
import { cityNodeContract } from '../contract.ts';

const opened = nodeUnderTest(emptyDatabase(), { CAPACITY_TPS: '1000' });
let env: NodeUnderTest['env'];
let ours: NodeUnderTest['ours'];
let theirs: NodeUnderTest['theirs'];

beforeAll(() => void ({ env, ours, theirs } = opened()));

describe('city node contract: http, over the city node itself', () => {
  cityNodeContract(() => ({ node: ours.node, offering: 'ethereum' }));
});

describe('an app on a city node, from its making to its counted calls', () => {
  const appCode = uniqueId('app');
  const apiKey = 'a-key-that-only-the-developer-has';
  const policy = (version: number, suspended = false) => ({
    version,
    limits: smallApp,
    keys: [
      { id: 'k1', hash: createHash('sha256').update(apiKey).digest('hex'), functions: null, expiresAt: null },
    ],
    suspended,
  });
  const app = () => new CityportApp({ endpoint: env.PUBLIC_URL, appCode, apiKey });
  const codeOf = (call: Promise<unknown>) =>
    call.then(
      () => 'done',
      (error: unknown) => (error instanceof CityportError ? error.code : String(error)),
    );

  it('is called by name and by JSON-RPC as soon as it has a policy', async () => {
    await perform(ours.node, { kind: 'createApp', appCode, offering: 'ethereum', limits: smallApp });
    expect(await codeOf(app().height())).toBe('app.not-ready');
    valueOf(await ours.node.putPolicy(appCode, policy(1), soon()));
    await perform(ours.node, { kind: 'deployContract', appCode, package: keyValuePackage() });
    await until('the contract', async () => (await codeOf(app().query('KeyValue', 'get', ['a']))) === 'done');
    const { transactionId } = await app().invoke('KeyValue', 'put', ['a', 'b']);
    const settled = await app().settled(transactionId, soon());
    expect(settled).toMatchObject({ state: 'succeeded', contract: 'KeyValue', function: 'put' });
    expect(await app().query('KeyValue', 'get', ['a'])).toBe('b');
    expect(await app().block(settled.height ?? 0)).toMatchObject({ height: settled.height });
    expect(await app().eip1193().request({ method: 'eth_chainId' })).toMatch(/^0x/);
  });

  it('is refused when it is suspended', async () => {
    valueOf(await ours.node.putPolicy(appCode, policy(2, true), soon()));
    await until('the refusal', async () => (await codeOf(app().height())) === 'app.suspended');
    valueOf(await ours.node.putPolicy(appCode, policy(3), soon()));
    await until('the calls', async () => (await codeOf(app().height())) === 'done');
  });

  it('is counted for its own portal, and for no other', async () => {
    const written = async (portal: TestPortal) => {
      const page = valueOf(await portal.node.usage({ limit: 500 }, soon()));
      const mine = page.batches.filter((batch) => batch.appCode === appCode && batch.method === 'invoke');
      return mine.reduce((sum, batch) => sum + batch.writes, 0);
    };
    await until('the count', async () => (await written(ours)) === 1);
    expect(await written(theirs)).toBe(0);
    expect(valueOf(await ours.node.appRead(appCode, 'summary', {}, soon())).storageBytes).toBeGreaterThan(0);
  });
});
