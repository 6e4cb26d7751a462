import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { gatewayUnderTest, limits } from './testing/gateway-under-test.ts';
import { post, rpc, startTestNode, testApp, type TestNode } from './testing/test-node.ts';

const gateway = gatewayUnderTest(emptyDatabase(), 20_779);
let copies: TestNode[];

beforeAll(async () => {
  const { apps, node, pool } = gateway();
  copies = [node, await startTestNode(pool, apps), await startTestNode(pool, apps)];
});
// The first one is closed by the piece that made it.
afterAll(() => Promise.all(copies.slice(1).map((copy) => copy.close())));

const given = (answers: readonly { status: number }[]) =>
  answers.filter(({ status }) => status === 200).length;

it('three copies give an app no more calls together than one copy gives it', async () => {
  const { apps, chain } = gateway();
  const tps = 20;
  apps.set(testApp('spread', chain));
  apps.change('spread', { limits: { ...limits, tps } });
  const started = performance.now();
  const answers = await Promise.all(
    copies.flatMap((copy) => Array.from({ length: 60 }, () => rpc(copy, 'spread', 'eth_chainId'))),
  );
  const seconds = (performance.now() - started) / 1000;
  expect(given(answers)).toBeGreaterThanOrEqual(tps);
  expect(given(answers)).toBeLessThanOrEqual(tps + tps * seconds);
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused.map(({ json }) => json.error.limit)).toEqual(refused.map(() => 'tps'));
});

it('what one copy used up, another one refuses, calls in a batch too', async () => {
  const { apps, chain } = gateway();
  apps.set(testApp('drained', chain));
  apps.change('drained', { limits: { ...limits, tps: 1 } });
  const [one, two] = copies;
  if (!one || !two) throw new Error('three copies were started');
  const batch = JSON.stringify(
    Array.from({ length: 4 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'eth_chainId', params: [] })),
  );
  const started = performance.now();
  let calls = 0;
  for (const copy of [one, two, one, two]) {
    const { json } = await post(`${copy.url}/evm/v1/drained`, batch);
    calls += json.filter((answer: { result?: string }) => answer.result !== undefined).length;
  }
  expect(calls).toBeGreaterThanOrEqual(1);
  expect(calls).toBeLessThanOrEqual(1 + (performance.now() - started) / 1000);
});

it('bytes that one copy carried count at the others', async () => {
  const { apps, chain } = gateway();
  apps.set(testApp('wide', chain));
  apps.change('wide', { limits: { ...limits, bandwidthMbps: 1 } });
  const [one, two] = copies;
  if (!one || !two) throw new Error('three copies were started');
  // Eight times what a second carries, so the others are closed for seconds.
  expect((await rpc(one, 'wide', 'web3_sha3', [`0x${'f'.repeat(1_000_000)}`])).status).toBe(200);
  await expect
    .poll(async () => (await rpc(two, 'wide', 'eth_chainId')).json.error?.limit, { timeout: 5_000 })
    .toBe('bandwidth');
});
