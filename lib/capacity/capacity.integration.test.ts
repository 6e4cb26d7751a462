import { eq } from 'drizzle-orm';
import { beforeAll, expect, it, vi } from 'vitest';
import type { CityNode } from '#adapters/city-node/port.ts';
import { db } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { cityNodes, offerings } from '#db/schema/catalogue.ts';
import { quotes, reservations } from '#db/schema/orders.ts';
import { priceBooks } from '#db/schema/pricing.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newCode, newId } from '#lib/ids/new-id.ts';
import { nodesOf, testNode, type TestNode } from '#lib/operations/testing/one-app.ts';
import { holdCapacity } from './hold-capacity.ts';
import { holdDetail } from './hold-detail.ts';
import { releaseCapacity } from './release-capacity.ts';

testDatabase();

let hangzhou: TestNode;
let singapore: TestNode;
let osaka: TestNode;
const priceBookId = newId();
const orgId = newId();

beforeAll(async () => {
  hangzhou = await testNode('Hangzhou', { capacity: { tps: 12, storageGb: 100, bandwidthMbps: 100 } });
  singapore = await testNode('Singapore');
  osaka = await testNode('Osaka');
  await db().update(cityNodes).set({ state: 'active' });
  await db().update(offerings).set({ enabled: true });
  await db().insert(organisations).values({ id: orgId, name: 'Buyer' });
  await db().insert(priceBooks).values({
    id: priceBookId,
    version: 1,
    currency: 'CNY',
    prices: {},
    state: 'approved',
    createdBy: 'test',
    effectiveFrom: new Date(),
  });
});

async function quote(nodes: TestNode[], tps: number): Promise<string> {
  const id = newId();
  const expiresAt = new Date(Date.now() + 30 * 60_000);
  await db()
    .insert(quotes)
    .values({
      id,
      orgId,
      number: newCode(8),
      appName: 'notary',
      frameworkId: 'ethereum',
      termUnit: 'year',
      termCount: 1,
      currency: 'CNY',
      priceBookId,
      priceBookVersion: 1,
      net: 1n,
      tax: 0n,
      total: 1n,
      taxName: 'VAT',
      taxBasisPoints: 0,
      buyer: {},
      buyerCountry: 'SG',
      verdictId: newId(),
      createdBy: 'test',
      expiresAt,
    });
  for (const { id: cityNodeId } of nodes) {
    const [offering] = await db().select().from(offerings).where(eq(offerings.cityNodeId, cityNodeId));
    await db()
      .insert(reservations)
      .values({
        id: newId(),
        quoteId: id,
        cityNodeId,
        offeringId: offering?.id ?? '',
        tps,
        storageGb: 1,
        bandwidthMbps: 1,
        expiresAt,
      });
  }
  return id;
}

const everywhere = () => nodesOf([hangzhou, singapore, osaka]);
const stateOf = async (id: string) => {
  const [row] = await db().select().from(quotes).where(eq(quotes.id, id));
  const held = await db().select().from(reservations).where(eq(reservations.quoteId, id));
  return { state: row?.holdState, detail: row?.holdDetail, each: held.map(({ state }) => state).sort() };
};
const reservedAt = async ({ node }: TestNode) => {
  const status = await node.status({ signal: AbortSignal.timeout(5_000) });
  return status.kind === 'done' ? status.value.capacity.reserved.tps : -1;
};

it('holds at every node of a quote, once though asked twice and though an answer is lost', async () => {
  const id = await quote([hangzhou, singapore], 5);
  hangzhou.node.failNext('drop-reply');
  await Promise.all([holdCapacity(id, everywhere()), holdCapacity(id, everywhere())]);
  expect(await stateOf(id)).toMatchObject({ state: 'held', each: ['held', 'held'] });
  expect(await reservedAt(hangzhou)).toBe(5);
  await releaseCapacity(id, everywhere());
  await releaseCapacity(id, everywhere());
  expect(await stateOf(id)).toMatchObject({ state: 'released', each: ['released', 'released'] });
  expect(await reservedAt(hangzhou)).toBe(0);
});

it('says which node is full, what is left there and what else would do, and lets go of the others', async () => {
  const id = await quote([hangzhou, singapore], 20);
  await holdCapacity(id, everywhere());
  const { state, detail } = await stateOf(id);
  expect(state).toBe('refused');
  expect(holdDetail.parse(detail).nodes).toMatchObject([
    {
      slug: 'hangzhou',
      reason: 'saturated',
      short: { resource: 'tps', free: 12 },
      alternatives: [{ slug: 'osaka' }],
    },
  ]);
  await releaseCapacity(id, everywhere());
  expect(await reservedAt(singapore)).toBe(0);
  expect((await stateOf(id)).state).toBe('refused');
});

it('asks nothing of a node that is off sale', async () => {
  await db().update(cityNodes).set({ state: 'paused' }).where(eq(cityNodes.id, osaka.id));
  const id = await quote([osaka], 1);
  await holdCapacity(id, everywhere());
  expect(holdDetail.parse((await stateOf(id)).detail).nodes).toMatchObject([{ reason: 'paused' }]);
});

it('leaves nothing held when the quote ended while the nodes were asked', async () => {
  const id = await quote([singapore], 3);
  const ending = async (cityNodeId: string) => {
    await db().update(quotes).set({ holdState: 'released' }).where(eq(quotes.id, id));
    return everywhere()(cityNodeId);
  };
  await holdCapacity(id, ending);
  expect(await reservedAt(singapore)).toBe(3);
  await releaseCapacity(id, everywhere());
  expect(await reservedAt(singapore)).toBe(0);
});

it('never gives up what an order has used, and tries again while a node keeps silent', async () => {
  const used = await quote([singapore], 2);
  await holdCapacity(used, everywhere());
  await db().update(quotes).set({ holdState: 'used' }).where(eq(quotes.id, used));
  await releaseCapacity(used, everywhere());
  expect(await reservedAt(singapore)).toBe(2);
  const silent = await quote([singapore], 1);
  await holdCapacity(silent, everywhere());
  singapore.node.failNext('drop-reply');
  await expect(releaseCapacity(silent, everywhere())).rejects.toThrow('gave no answer');
  await releaseCapacity(silent, everywhere());
  expect((await stateOf(silent)).each).toEqual(['released']);
});

it('holds longer what is held, though the node was paused, and comes again while it keeps silent', async () => {
  const id = await quote([singapore], 1);
  await holdCapacity(id, everywhere());
  const until = new Date(Date.now() + 7 * 86_400_000);
  await db().update(reservations).set({ expiresAt: until }).where(eq(reservations.quoteId, id));
  await db().update(cityNodes).set({ state: 'paused' }).where(eq(cityNodes.id, singapore.id));
  vi.useFakeTimers({ toFake: ['Date'] });
  const silent: CityNode = {
    ...singapore.node,
    putReservation: () => {
      vi.setSystemTime(Date.now() + 60_000);
      return Promise.resolve({ kind: 'unknown', detail: 'no answer' });
    },
  };
  await expect(holdCapacity(id, () => Promise.resolve(silent))).rejects.toThrow('singapore');
  vi.useRealTimers();
  expect(await stateOf(id)).toMatchObject({ state: 'held', each: ['held'] });
  const put = vi.fn<CityNode['putReservation']>(singapore.node.putReservation);
  await holdCapacity(id, () => Promise.resolve({ ...singapore.node, putReservation: put }));
  expect(put.mock.calls.map(([, hold]) => hold.expiresAt)).toEqual([until.toISOString()]);
});
