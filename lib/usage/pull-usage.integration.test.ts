import { and, eq, like } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { appNodes, nodeEvents, usageBatches, usageHours } from '#db/schema/apps.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { keepEvents, pullEvents } from '#lib/city-nodes/pull-events.ts';
import { newId } from '#lib/ids/new-id.ts';
import { nodesOf, testApp, testNode, type TestApp, type TestNode } from '#lib/operations/testing/one-app.ts';
import type { UsageBatch } from '#protocol/control/usage.ts';
import { foldUsage } from './fold-usage.ts';
import { pullUsage } from './pull-usage.ts';

testDatabase();

let places: TestNode[];
let app: TestApp;
beforeAll(async () => {
  places = [await testNode('Hangzhou'), await testNode('Singapore'), await testNode('Osaka')];
  app = await testApp(places[0] as TestNode);
  const [first] = await db().select().from(appNodes).where(eq(appNodes.id, app.appNodeId));
  if (!first) throw new Error('the app has no place');
  await db()
    .insert(appNodes)
    .values({ ...first, id: newId(), cityNodeId: places[1]?.id ?? '' });
});

const batch = (fields: Partial<UsageBatch>): UsageBatch => ({
  id: newId(),
  appCode: app.appCode,
  method: 'eth_call',
  periodStart: '2026-11-25T09:59:59Z',
  periodSeconds: 1,
  calls: 10,
  writes: 2,
  refused: 1,
  errors: 1,
  bytesIn: 100,
  bytesOut: 1000,
  latencySumUs: 5_000,
  latencyP95Us: null,
  storageBytes: 50,
  ...fields,
});
const hours = () =>
  db().select().from(usageHours).where(eq(usageHours.appId, app.appId)).orderBy(usageHours.hour);
const count = (place: number, fields: Partial<UsageBatch>) => places[place]?.node.countUsage(batch(fields));

it('folds every batch of every node once, by hour and method, however often and by how many it is pulled', async () => {
  count(0, {});
  count(0, {});
  count(0, { periodStart: '2026-11-25T10:00:00Z', method: 'eth_sendRawTransaction' });
  count(1, { calls: 3 });
  await Promise.all(Array.from({ length: 4 }, () => pullUsage(nodesOf(places))));
  await pullUsage(nodesOf(places));
  const rows = await hours();
  expect(
    rows.map((row) => [row.hour.toISOString(), row.method, row.cityNodeId === places[0]?.id, row.calls]),
  ).toEqual(
    expect.arrayContaining([
      ['2026-11-25T09:00:00.000Z', 'eth_call', true, 20n],
      ['2026-11-25T09:00:00.000Z', 'eth_call', false, 3n],
      ['2026-11-25T10:00:00.000Z', 'eth_sendRawTransaction', true, 10n],
    ]),
  );
  expect(rows.find((row) => row.calls === 20n)).toMatchObject({
    writes: 4n,
    refused: 2n,
    errors: 2n,
    bytesIn: 200n,
    bytesOut: 2000n,
    storageBytes: 100n,
    latencyUsTotal: 10_000n,
  });
  expect(rows).toHaveLength(3);
});

it('counts nothing twice when a node gives old batches again from the beginning', async () => {
  const before = await hours();
  await db().update(cityNodes).set({ usageCursor: '' });
  expect(await pullUsage(nodesOf(places))).toBe(0);
  expect(await hours()).toEqual(before);
});

it('goes through many pages, and is not stopped by a node that keeps silent', async () => {
  for (let each = 0; each < 1_203; each += 1)
    count(1, { id: `many-${each}`, calls: 1, periodStart: '2026-11-25T12:00:00Z' });
  places[0]?.node.failNext('drop-reply');
  expect(await pullUsage(nodesOf(places))).toBe(1_203);
  expect((await hours()).at(-1)).toMatchObject({ calls: 1_203n });
});

it('keeps what belongs to no app of ours on record, and counts it for nobody', async () => {
  const before = await hours();
  count(0, { id: 'stray', appCode: 'app99999999999999999999' });
  await pullUsage(nodesOf(places));
  const [kept] = await db().select().from(usageBatches).where(eq(usageBatches.batchId, 'stray'));
  expect(kept?.applied).toBe(false);
  expect(await hours()).toEqual(before);
});

it('does not believe a node about an app that has no place there', async () => {
  const before = await hours();
  count(2, { id: 'foreign', calls: 1_000_000 });
  places[2]?.node.emit('contract.event', app.appCode, { name: 'Forged' });
  await pullUsage(nodesOf(places));
  await pullEvents(nodesOf(places));
  expect(await hours()).toEqual(before);
  expect(await db().$count(nodeEvents, eq(nodeEvents.appId, app.appId))).toBe(0);
  const [kept] = await db().select().from(usageBatches).where(eq(usageBatches.batchId, 'foreign'));
  expect(kept?.applied).toBe(false);
});

it('keeps each event once, under the app it names', async () => {
  places[0]?.node.emit('contract.event', app.appCode, { name: 'Registered' });
  await Promise.all(Array.from({ length: 3 }, () => pullEvents(nodesOf(places))));
  await db().update(cityNodes).set({ eventsCursor: '' });
  await pullEvents(nodesOf(places));
  const rows = await db().select().from(nodeEvents).where(eq(nodeEvents.appId, app.appId));
  expect(rows).toMatchObject([{ kind: 'contract.event', payload: { name: 'Registered' } }]);
});

it('puts on record, once, what a node gave up before it was fetched, and goes on behind it', async () => {
  const { id } = await testNode('Nagoya');
  const page = { batches: [], next: '70', more: false, observedAt: new Date().toISOString() };
  const lost = { count: 3, through: '70' };
  await foldUsage(db(), id, '', { ...page, lost });
  await db().update(cityNodes).set({ usageCursor: '' }).where(eq(cityNodes.id, id));
  await foldUsage(db(), id, '', { ...page, lost });
  await keepEvents(db(), id, '', { ...page, events: [], lost: { count: 9, through: '71' } });
  const told = await db()
    .select()
    .from(nodeEvents)
    .where(and(eq(nodeEvents.cityNodeId, id), like(nodeEvents.kind, '%Lost')));
  expect(told.map(({ kind, payload }) => ({ kind, payload }))).toEqual([
    { kind: 'portal.usageLost', payload: { count: 3 } },
    { kind: 'portal.eventsLost', payload: { count: 9 } },
  ]);
  const [row] = await db().select().from(cityNodes).where(eq(cityNodes.id, id));
  expect(row?.usageCursor).toBe('70');
});
