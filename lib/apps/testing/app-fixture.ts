import { and, eq, inArray } from 'drizzle-orm';
import { db } from '#db/connection.ts';
import { billingProfiles, organisations } from '#db/schema/accounts.ts';
import { appNodes, operations } from '#db/schema/apps.ts';
import { cityNodes, frameworkProviders, frameworks, offerings, providers } from '#db/schema/catalogue.ts';
import { orders, quotes, reservations } from '#db/schema/orders.ts';
import { priceBooks } from '#db/schema/pricing.ts';
import { testActor } from '#db/testing/test-actor.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { newCode, newId } from '#lib/ids/new-id.ts';
import type { OperationResult } from '#protocol/control/operations.ts';
import { applyOperationOutcome } from '../apply-operation-outcome.ts';
import { deliverOrder } from '../deliver-order.ts';
import { reserveApp } from '../reserve-app.ts';

/** Two city nodes with a permissioned offering each, and one public. Made once a test file. */
export async function testNetwork() {
  const providerId = newId();
  const makerId = newId();
  const code = newCode(6).toLowerCase();
  await db()
    .insert(providers)
    .values({ id: providerId, slug: `p-${code}`, name: 'Test Cloud', country: 'SG' });
  await db()
    .insert(frameworkProviders)
    .values({ id: makerId, slug: `f-${code}`, name: 'Test Maker', country: 'CH' });
  await db()
    .insert(frameworks)
    .values({ id: 'ethereum', name: 'Ethereum', summary: { en: 'EVM', zh: 'EVM' } })
    .onConflictDoNothing();
  const nodes = [];
  for (const [city, country] of [
    ['Hangzhou', 'CN'],
    ['Singapore', 'SG'],
  ] as const) {
    const cityNodeId = newId();
    const offeringId = newId();
    await db()
      .insert(cityNodes)
      .values({
        id: cityNodeId,
        slug: `${city.toLowerCase()}-${code}`,
        city: { en: city, zh: city },
        country,
        latitude: 1,
        longitude: 1,
        providerId,
        controlUrl: 'http://127.0.0.1:1',
        gatewayUrl: `http://${city.toLowerCase()}.test`,
        publicKey: newId(),
        state: 'active',
        enrolledBy: 'test',
      });
    await db().insert(offerings).values({
      id: offeringId,
      wireId: 'ethereum',
      cityNodeId,
      frameworkId: 'ethereum',
      frameworkVersion: 'anvil 1.7.1',
      frameworkProviderId: makerId,
      kind: 'permissioned',
      access: 'deploy',
      evidence: 'live',
    });
    nodes.push({ cityNodeId, offeringId });
  }
  return nodes;
}
export type TestNetwork = Awaited<ReturnType<typeof testNetwork>>;

/** A new organisation and its owner. */
export async function testOwner(country = 'SG'): Promise<Actor> {
  const orgId = newId();
  await db()
    .insert(organisations)
    .values({ id: orgId, name: `Org ${newCode(5)}` });
  await db()
    .insert(billingProfiles)
    .values({
      orgId,
      legalName: 'Test Org',
      country,
      buyerKind: 'business',
      address: { lines: ['1 Test Road'], city: 'Singapore', region: '', postalCode: '0' },
    });
  return testActor({ orgId });
}

/** A paid order for an app on the given nodes, with its quote, held capacity and pending app. */
export async function paidOrder(
  actor: Actor,
  network: TestNetwork,
  access: 'deploy' | 'endpoint' = 'deploy',
): Promise<{ orderId: string; appId: string; name: string }> {
  const [appId, quoteId, orderId] = [newId(), newId(), newId()];
  const name = `app-${newCode(6)}`;
  const priceBookId = await testPriceBook();
  const zero = { net: 0n, tax: 0n, total: 0n, currency: 'CNY' };
  const until = new Date(Date.now() + 1_800_000);
  const resources = { tps: 10, storageGb: 20, bandwidthMbps: 5 };
  await db().transaction(async (tx) => {
    await tx.insert(quotes).values({
      id: quoteId,
      orgId: actor.orgId,
      number: newCode(10),
      appName: name,
      frameworkId: 'ethereum',
      termUnit: 'year',
      termCount: 1,
      ...zero,
      priceBookId,
      priceBookVersion: 1,
      taxName: 'none',
      taxBasisPoints: 0,
      buyer: {},
      buyerCountry: 'SG',
      verdictId: newId(),
      createdBy: actor.id,
      expiresAt: until,
      holdState: 'held',
    });
    await tx.insert(reservations).values(
      network.map((node) => ({
        id: newId(),
        quoteId,
        ...node,
        ...resources,
        state: 'held' as const,
        expiresAt: until,
      })),
    );
    await reserveApp(tx, actor, {
      appId,
      orgId: actor.orgId,
      name,
      frameworkId: 'ethereum',
      access,
      nodes: network.map((node) => ({ ...node, ...resources })),
    });
    await tx.insert(orders).values({
      id: orderId,
      orgId: actor.orgId,
      number: newCode(10),
      quoteId,
      appId,
      appName: name,
      state: 'paid',
      ...zero,
      placedBy: actor.id,
    });
  });
  return { orderId, appId, name };
}

let book: Promise<string> | undefined;
function testPriceBook(): Promise<string> {
  book ??= (async () => {
    const id = newId();
    await db()
      .insert(priceBooks)
      .values({
        id,
        version: 1,
        currency: 'CNY',
        state: 'approved',
        effectiveFrom: new Date(0),
        prices: {},
        createdBy: 'test',
      });
    return id;
  })();
  return book;
}

/** Delivers a paid order as the worker and its city nodes would. */
export async function activeApp(
  actor: Actor,
  network: TestNetwork,
  access: 'deploy' | 'endpoint' = 'deploy',
) {
  const order = await paidOrder(actor, network, access);
  await deliverOrder(order.orderId);
  await endOperations(order.appId);
  return order;
}

export type End = { state: 'done' | 'rejected' | 'failed'; error?: unknown };

/** Ends every open operation of an app, as its city nodes would; by default each is done. */
export async function endOperations(
  appId: string,
  endOf: (operation: typeof operations.$inferSelect) => End = () => ({ state: 'done' }),
): Promise<number> {
  const open = await db()
    .select()
    .from(operations)
    .where(and(eq(operations.appId, appId), inArray(operations.state, ['queued', 'unknown'])));
  for (const operation of open) {
    const { state, error = null } = endOf(operation);
    await db().transaction(async (tx) => {
      const [row] = await tx
        .update(operations)
        .set({ state, error, result: state === 'done' ? resultOf(operation) : null })
        .where(eq(operations.id, operation.id))
        .returning();
      if (row) await applyOperationOutcome(tx, row);
    });
  }
  return open.length;
}

export function resultOf(operation: { kind: string; payload: unknown }): OperationResult {
  const payload = operation.payload as { appCode: string; package?: { name: string; version: string } };
  const contract = payload.package && {
    name: payload.package.name,
    version: payload.package.version,
    address: `0x${'ab'.repeat(20)}`,
    transactionId: `0x${'cd'.repeat(32)}`,
    height: 7,
    deployedAt: '2026-11-25T00:00:00.000Z',
    current: true,
  };
  return {
    app: {
      appCode: payload.appCode,
      offering: 'ethereum',
      state: operation.kind === 'retire' ? 'retired' : 'active',
      suspended: false,
      limits: { tps: 10, storageGb: 20, bandwidthMbps: 5 },
      placement: {
        kind: 'shared',
        reason: { code: 'placement.below-line', params: { tps: 10, line: 50 } },
        chainId: 31337,
      },
      custodyAddress: `0x${'12'.repeat(20)}`,
      endpoints: { evm: `/evm/v1/${payload.appCode}`, neutral: `/v1/apps/${payload.appCode}` },
      contracts: contract ? [contract] : [],
      policyVersion: 0,
      storageBytes: 0,
    },
    ...(contract ? { contract } : {}),
  };
}

export const nodesOf = (appId: string) => db().select().from(appNodes).where(eq(appNodes.appId, appId));
