import { afterAll, beforeAll, expect, it } from 'vitest';
import { keyValuePackage } from '#adapters/chains/testing/key-value.ts';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { neutralDoors } from './apps/doors.ts';
import { rows } from './db/pool.ts';
import { breakableDatabase, type BreakableDatabase } from './testing/breakable-database.ts';
import { nodeUnderTest, perform, smallApp, soon, uniqueId, until, valueOf } from './testing/test-node.ts';

const database = emptyDatabase();
let way: BreakableDatabase;
beforeAll(async () => {
  way = await breakableDatabase(database.url());
});
afterAll(() => way.close());
const opened = nodeUnderTest({ url: () => way.url });
const appCode = uniqueId('app');
beforeAll(async () => {
  const { node } = opened().ours;
  await perform(node, { kind: 'createApp', appCode, offering: 'ethereum', limits: smallApp });
  await perform(node, { kind: 'deployContract', appCode, package: keyValuePackage() });
});

const chains = () =>
  rows<{ id: string; pid: number | null }>(
    opened().running.node.pool,
    'select id, pid from chains where removed_at is null order by id',
  );

it('goes on when its database comes back: its chains never stopped, and what was asked is done once', async () => {
  const { running, ours: portal } = opened();
  const doors = neutralDoors(running.node);
  let counted = 0;
  const put = (key: string) =>
    doors.invoke(
      appCode,
      { contract: 'KeyValue', function: 'put', args: [key, key] },
      { signal: AbortSignal.timeout(20_000), onSigned: () => Promise.resolve(void (counted += 1)) },
    );
  const before = await chains();
  const grown = { ...smallApp, tps: 60 };
  const two = uniqueId('app');
  const requestId = uniqueId('op');
  await portal.node.putOperation(
    requestId,
    { kind: 'createApp', appCode: two, offering: 'ethereum', limits: grown },
    soon(),
  );
  const during = Promise.allSettled(Array.from({ length: 20 }, (_, i) => put(`during ${i}`)));
  await way.breakDown(30);
  const ends = await during;
  const made = await until('the new app', async () => {
    const read = await portal.node.readOperation(requestId, soon());
    return read.kind === 'done' && read.value;
  });
  expect(made.result?.app).toMatchObject({ state: 'active', limits: grown });
  const sent = await until('a call', async () => {
    const outcome = await put('after').catch(() => null);
    return outcome?.kind === 'accepted' && outcome;
  });
  await until('its block', async () => {
    const found = await doors.transaction(appCode, sent.transactionId, AbortSignal.timeout(10_000));
    return found.kind === 'done' && found.value.state === 'succeeded';
  });
  // One that was told to be under way is in a block, whatever happened to the database then.
  for (const end of ends)
    if (end.status === 'fulfilled' && end.value.kind === 'accepted') {
      const { transactionId } = end.value;
      const found = await until('its block', async () => {
        const outcome = await doors.transaction(appCode, transactionId, AbortSignal.timeout(10_000));
        return outcome.kind === 'done' && outcome.value.state !== 'pending' && outcome.value;
      });
      expect(found.state).toBe('succeeded');
    }
  expect((await chains()).filter(({ id }) => before.some((chain) => chain.id === id))).toEqual(before);
  expect(valueOf(await portal.node.status(soon())).capacity.used.tps).toBe(70);
});
