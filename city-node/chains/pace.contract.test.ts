import { afterAll, beforeAll, expect, it } from 'vitest';
import { anvilPeers } from '#adapters/chains/ethereum/anvil.ts';
import type { ChainUnderTest } from '#adapters/chains/contract.ts';
import { runAnvil } from '#adapters/chains/testing/run-chain.ts';
import { until, valueOf } from '#city-node/testing/test-node.ts';

const options = () => ({ signal: AbortSignal.timeout(20_000) });
const peers = anvilPeers();
let chain: ChainUnderTest & { url: string };
beforeAll(async () => {
  chain = await runAnvil(20_262);
});
afterAll(() => chain.stop());

it('a chain that rests tells of what waits, and takes it at once when it is woken', async () => {
  const { driver, operator, url } = chain;
  expect(await peers.pace?.set(url, 'rest', options())).toEqual({ kind: 'done', value: null });
  const account = driver.newAccount().address;
  const draft = valueOf(await driver.createAppSpace({ operator: operator.address, account }, options()));
  if (!draft) throw new Error('nothing to send');
  const signed = await driver.sign(draft, 0, operator);
  valueOf(await driver.send(signed, options()));
  await until('the waiting one', async () => (await peers.pace?.waiting(url, options()))?.kind === 'done');
  expect(await peers.pace?.waiting(url, options())).toEqual({ kind: 'done', value: 1 });
  expect(await peers.pace?.set(url, 'full', options())).toEqual({ kind: 'done', value: null });
  const found = valueOf(await driver.transaction(signed.id, options()));
  expect(found.state).toBe('succeeded');
  const height = valueOf(await driver.height(options()));
  await until('the next block', async () => valueOf(await driver.height(options())) > height);
});
