import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { apps, operations } from '#db/schema/apps.ts';
import { orders, reservations, subscriptions } from '#db/schema/orders.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { systemActor } from '#lib/auth/actor.ts';
import { newId } from '#lib/ids/new-id.ts';
import { retryOperation, retryOperationInput } from '#lib/operations/retry-operation.ts';
import { deliverOrder } from './deliver-order.ts';
import { endApp } from './end-app.ts';
import { releaseApp } from './release-app.ts';
import { reserveApp } from './reserve-app.ts';
import { retryDelivery, retryDeliveryInput } from './retry-delivery.ts';
import { endOfTerm } from './start-subscription.ts';
import {
  activeApp,
  endOperations,
  nodesOf,
  paidOrder,
  testNetwork,
  testOwner,
} from './testing/app-fixture.ts';
import type { TestNetwork } from './testing/app-fixture.ts';

testDatabase();

let network: TestNetwork;
beforeAll(async () => {
  network = await testNetwork();
});

const appOf = async (id: string) => (await db().select().from(apps).where(eq(apps.id, id)))[0];
const orderOf = async (id: string) => (await db().select().from(orders).where(eq(orders.id, id)))[0];
const operationsOf = (appId: string) => db().select().from(operations).where(eq(operations.appId, appId));

describe('delivery of a paid order', () => {
  it('asks each node once, however often it runs, under the capacity that was held', async () => {
    const { orderId, appId } = await paidOrder(await testOwner(), network);
    await Promise.all([deliverOrder(orderId), deliverOrder(orderId)]);
    await deliverOrder(orderId);
    const asked = await operationsOf(appId);
    expect(asked).toHaveLength(2);
    const held = (await db().select().from(reservations)).map(({ id }) => id);
    for (const { payload } of asked) {
      expect(payload).toMatchObject({ kind: 'createApp', offering: 'ethereum', limits: { tps: 10 } });
      expect(held).toContain((payload as { reservationId?: string }).reservationId);
    }
    expect(await appOf(appId)).toMatchObject({ state: 'creating' });
    expect(await orderOf(orderId)).toMatchObject({ state: 'delivering' });
  });

  it('is delivered when the last node has said so; then the term runs and policies are due', async () => {
    const { orderId, appId } = await paidOrder(await testOwner(), network);
    await deliverOrder(orderId);
    const first = { done: 0 };
    await endOperations(appId, () => (first.done++ === 0 ? { state: 'done' } : { state: 'failed' }));
    expect(await orderOf(orderId)).toMatchObject({ state: 'deliveryFailed' });
    expect(await appOf(appId)).toMatchObject({ state: 'creating' });
    await retryDelivery(systemActor('test'), retryDeliveryInput.parse({ requestId: newId(), orderId }));
    await deliverOrder(orderId);
    // The one without an answer keeps its id: it may have happened.
    expect(await operationsOf(appId)).toHaveLength(2);
    await endOperations(appId);
    expect(await orderOf(orderId)).toMatchObject({ state: 'delivered', reason: null });
    expect(await appOf(appId)).toMatchObject({ state: 'active' });
    for (const node of await nodesOf(appId)) {
      expect(node).toMatchObject({ state: 'active', placement: 'shared', chainId: '31337' });
      expect(node.policyVersion).toBeGreaterThan(0);
    }
    const [term] = await db().select().from(subscriptions).where(eq(subscriptions.orderId, orderId));
    expect(term).toMatchObject({ state: 'active' });
    expect(term?.endsAt?.getUTCFullYear()).toBe((term?.startsAt?.getUTCFullYear() ?? 0) + 1);
  });

  it('fails visibly with the node’s reason, and asks a node that said no under a new id', async () => {
    const owner = await testOwner();
    const { orderId, appId } = await paidOrder(owner, network);
    await deliverOrder(orderId);
    const error = { reason: 'quota', code: 'capacity.saturated', detail: '' };
    await endOperations(appId, () => ({ state: 'rejected', error }));
    expect(await orderOf(orderId)).toMatchObject({
      state: 'deliveryFailed',
      reason: { messageId: 'apps.failure.quota', params: { code: 'capacity.saturated' } },
    });
    const input = retryDeliveryInput.parse({ requestId: newId(), orderId });
    await expect(
      retryDelivery(testActor({ role: 'viewer', orgId: owner.orgId }), input),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(retryDelivery(testActor(), input)).rejects.toMatchObject({ code: 'notFound' });
    await retryDelivery(owner, input);
    await retryDelivery(owner, input);
    await deliverOrder(orderId);
    expect(await operationsOf(appId)).toHaveLength(4);
    await endOperations(appId);
    expect(await orderOf(orderId)).toMatchObject({ state: 'delivered' });
  });

  it('asks a node once when buyer and staff both have it tried again', async () => {
    const owner = await testOwner();
    const { orderId, appId } = await paidOrder(owner, network);
    await deliverOrder(orderId);
    await endOperations(appId, () => ({ state: 'rejected', error: { code: 'node.refused', detail: '' } }));
    const refused = await operationsOf(appId);
    await retryDelivery(owner, retryDeliveryInput.parse({ requestId: newId(), orderId }));
    for (const { id } of refused)
      await retryOperation(
        testActor({ role: 'operator' }),
        retryOperationInput.parse({ requestId: newId(), operationId: id }),
      );
    await deliverOrder(orderId);
    expect(await operationsOf(appId)).toHaveLength(4);
    await endOperations(appId);
    expect(await orderOf(orderId)).toMatchObject({ state: 'delivered' });
  });

  it.each([
    ['failed', 1],
    ['rejected', 0],
  ] as const)(
    'a node still creating a refunded app that then %s is asked %d times to retire',
    async (state, times) => {
      const owner = await testOwner();
      const { orderId, appId } = await paidOrder(owner, network.slice(0, 1));
      await deliverOrder(orderId);
      await db().transaction(async (tx) => {
        await tx.update(orders).set({ state: 'refunded' }).where(eq(orders.id, orderId));
        await endApp(tx, systemActor('test', owner.orgId), appId, 'refunded');
      });
      await endOperations(appId, () => ({ state, error: { code: 'operation.deadline', detail: '' } }));
      const retiring = (await operationsOf(appId)).filter(({ kind }) => kind === 'retire');
      expect(retiring).toHaveLength(times);
      expect((await nodesOf(appId)).map((node) => node.state)).toEqual(['retired']);
    },
  );

  it('retires on the nodes an app that was refunded while it was being made', async () => {
    const owner = await testOwner();
    const { orderId, appId } = await paidOrder(owner, network);
    await deliverOrder(orderId);
    await db().transaction(async (tx) => {
      await tx.update(orders).set({ state: 'refunded' }).where(eq(orders.id, orderId));
      await endApp(tx, systemActor('test', owner.orgId), appId, 'refunded');
    });
    await endOperations(appId);
    const retiring = await db()
      .select()
      .from(operations)
      .where(and(eq(operations.appId, appId), eq(operations.kind, 'retire')));
    expect(retiring).toHaveLength(2);
    await endOperations(appId);
    expect((await nodesOf(appId)).map(({ state }) => state)).toEqual(['retired', 'retired']);
    expect(await orderOf(orderId)).toMatchObject({ state: 'refunded' });
  });

  it('after a refund asks a node to retire what it may have made, not what it turned down', async () => {
    const owner = await testOwner();
    const { orderId, appId } = await paidOrder(owner, network);
    await deliverOrder(orderId);
    const ends = ['failed', 'rejected'] as const;
    let asked = 0;
    await endOperations(appId, () => ({ state: ends[asked++] ?? 'failed', error: { code: 'x' } }));
    await db().transaction((tx) => endApp(tx, systemActor('test', owner.orgId), appId, 'refunded'));
    const kinds = (await operationsOf(appId)).map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['createApp', 'createApp', 'retire']);
    expect((await nodesOf(appId)).map(({ state }) => state)).toEqual(['retired', 'retired']);
  });

  it('holds the name while the order is open, and frees it when nobody pays', async () => {
    const owner = await testOwner();
    const { appId, name } = await paidOrder(owner, network);
    const again = {
      appId: newId(),
      orgId: owner.orgId,
      name,
      frameworkId: 'ethereum',
      access: 'deploy' as const,
      nodes: [],
    };
    const reserve = () => db().transaction((tx) => reserveApp(tx, owner, { ...again, nodes: sampleNodes() }));
    await expect(reserve()).rejects.toMatchObject({ code: 'conflict', messageId: 'apps.nameTaken' });
    await db().transaction((tx) => releaseApp(tx, appId));
    expect(await appOf(appId)).toMatchObject({ state: 'failed' });
    const first = await reserve();
    expect(await reserve()).toEqual(first);
    expect(first.appCode).toMatch(/^app\d{20}$/);
    const { appId: living } = await activeApp(owner, network);
    await db().transaction((tx) => releaseApp(tx, living));
    expect(await appOf(living)).toMatchObject({ state: 'active' });
  });
});

const sampleNodes = () => network.map((node) => ({ ...node, tps: 1, storageGb: 1, bandwidthMbps: 1 }));

it('cuts terms in the portal’s zone', () => {
  const start = new Date('2027-01-30T20:00:00Z'); // 31 January in Shanghai
  expect(endOfTerm(start, 'month', 1, 'Asia/Shanghai').toISOString()).toBe('2027-02-27T20:00:00.000Z');
  expect(endOfTerm(start, 'year', 1, 'Asia/Shanghai').toISOString()).toBe('2028-01-30T20:00:00.000Z');
});
