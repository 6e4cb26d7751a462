import { statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { keyValuePackage } from '#adapters/chains/testing/key-value.ts';
import { neutralDoors } from '#city-node/apps/doors.ts';
import { firstRow } from '#city-node/db/pool.ts';
import { nodeUnderTest, perform, smallApp, uniqueId, until, valueOf } from '#city-node/testing/test-node.ts';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { directoryOf } from './keeper.ts';

const opened = nodeUnderTest(emptyDatabase(), { CHAIN_COPY_MB: '0.25' });
const appCode = uniqueId('app');
const options = () => ({ signal: AbortSignal.timeout(20_000) });

beforeAll(async () => {
  const { node } = opened().ours;
  await perform(node, { kind: 'createApp', appCode, offering: 'ethereum', limits: smallApp });
  await perform(node, { kind: 'deployContract', appCode, package: keyValuePackage() });
});

const shared = () =>
  firstRow<{ pid: number | null; port: number; health: string; watched_height: string }>(
    opened().running.node.pool,
    `select pid, port, health, watched_height from chains where id = 'shared'`,
  );

async function mine(blocks: number): Promise<void> {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'anvil_mine',
    params: [`0x${blocks.toString(16)}`],
  });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`http://127.0.0.1:${(await shared())?.port}`, { method: 'POST', headers, body });
  expect(await answer.json()).not.toHaveProperty('error');
}

it('starts a chain that has grown anew, without its old empty blocks and with everything else', async () => {
  const { running } = opened();
  const doors = neutralDoors(running.node);
  const counted = () => ({ ...options(), onSigned: async () => undefined });
  const put = (key: string) =>
    doors.invoke(
      appCode,
      { contract: 'KeyValue', function: 'put', args: [key, `value of ${key}`] },
      counted(),
    );
  const get = (key: string) =>
    doors.query(appCode, { contract: 'KeyValue', function: 'get', args: [key] }, options().signal);
  const [first, before] = [await put('before'), await shared()];
  if (first.kind !== 'accepted') throw new Error(first.kind);
  const file = join(directoryOf(running.node, 'shared'), 'state.json');
  await until('a first copy', () => {
    const { size } = statSync(file);
    return Promise.resolve(size > 10_000 && size < 500_000);
  });
  await mine(2_500);
  await put('after');
  const grown = await until('the new start', async () => {
    const row = await shared();
    return row?.health === 'up' && row.pid !== before?.pid && row;
  });
  expect(statSync(file).size).toBeLessThan(2_500_000);
  const driver = await running.node.drivers.of('shared');
  if (!driver) throw new Error('no driver');
  expect(valueOf(await driver.height(options()))).toBeGreaterThan(2_500);
  expect((await driver.block('500', options())).kind).toBe('absent');
  expect(valueOf(await driver.transaction(first.transactionId, options())).state).toBe('succeeded');
  await until('both values', async () => {
    const [one, two] = [await get('before'), await get('after')];
    return one.kind === 'done' && two.kind === 'done' && two.value === 'value of after';
  });
  const again = await put('again');
  if (again.kind !== 'accepted') throw new Error(again.kind);
  await until('a new block', async () => {
    const found = await doors.transaction(appCode, again.transactionId, options().signal);
    return found.kind === 'done' && found.value.state === 'succeeded';
  });
  await until(
    'the watcher',
    async () => Number((await shared())?.watched_height) > Number(grown.watched_height),
  );
  // What is left is what it starts with from now on: it is not started anew for ever.
  expect((await shared())?.pid).toBe(grown.pid);
});
