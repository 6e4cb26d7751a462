import { and, eq, inArray, notInArray, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { appNodes, apps, deployments, type operations } from '#db/schema/apps.ts';
import { orders, reservations } from '#db/schema/orders.ts';
import { systemActor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { portalTimeZone } from '#lib/env/portal-time-zone.ts';
import { markDelivered, markDeliveryFailed } from '#lib/orders/order-state.ts';
import { operationResult, type OperationResult } from '#protocol/control/operations.ts';
import { retireNode } from './end-app.ts';
import { failureOf } from './failure-of.ts';
import { startSubscription } from './start-subscription.ts';
import { touchPolicy } from './touch-policy.ts';

export type EndedOperation = typeof operations.$inferSelect;

/**
 * What an operation that came to its end (`done`, `rejected` or `failed`) means for the app, its order and its
 * deployments. Runs in the transaction that ends the operation; applying the same end again changes nothing.
 */
export async function applyOperationOutcome(tx: Conn, operation: EndedOperation): Promise<void> {
  const result = operation.state === 'done' ? operationResult.parse(operation.result) : null;
  switch (operation.kind) {
    case 'createApp':
      return result ? appCreated(tx, operation, result) : appNotCreated(tx, operation);
    case 'deployContract':
    case 'upgradeContract':
      return result ? contractDeployed(tx, operation, result) : contractNotDeployed(tx, operation);
    case 'resize':
      if (result) await resized(tx, operation, result);
      return;
    case 'retire':
      if (result)
        await tx.update(appNodes).set({ state: 'retired' }).where(eq(appNodes.id, operation.appNodeId));
      return;
    default:
      return; // suspension travels by policy; certificates belong to frameworks that have them
  }
}

async function appCreated(tx: Conn, operation: EndedOperation, result: OperationResult): Promise<void> {
  const [order, [app], [made]] = await together(
    () => lockOrder(tx, operation),
    () => tx.select().from(apps).where(eq(apps.id, operation.appId)).for('update'),
    () =>
      tx
        .update(appNodes)
        .set({ state: 'active', ...placementOf(result) })
        .where(
          and(
            eq(appNodes.id, operation.appNodeId),
            inArray(appNodes.state, ['pending', 'creating', 'failed']),
          ),
        )
        .returning(),
  );
  if (!app) throw new Error(`operation ${operation.id} names no app`);
  if (!made) return;
  const actor = systemActor('order.deliver', operation.orgId);
  if (app.state === 'retired' || app.state === 'failed') return retireNode(tx, actor, app, made);
  const [waiting] = await together(
    () => someNodeWaits(tx, app.id),
    () => touchPolicy(tx, app.id),
    ...(order ? [() => useReservation(tx, order.quoteId, made.cityNodeId)] : []),
  );
  if (waiting) return;
  const appIsThere = () =>
    tx
      .update(apps)
      .set({ state: 'active' })
      .where(and(eq(apps.id, app.id), inArray(apps.state, ['pending', 'creating'])));
  await together(
    appIsThere,
    ...(order?.state === 'delivering'
      ? [() => markDelivered(tx, order.id), () => startSubscription(tx, order.id, portalTimeZone())]
      : []),
  );
}

async function someNodeWaits(tx: Conn, appId: string): Promise<boolean> {
  const waiting = await tx
    .select({ id: appNodes.id })
    .from(appNodes)
    .where(and(eq(appNodes.appId, appId), notInArray(appNodes.state, ['active', 'suspended', 'retired'])))
    .limit(1);
  return waiting.length > 0;
}

async function useReservation(tx: Conn, quoteId: string, cityNodeId: string): Promise<void> {
  await tx
    .update(reservations)
    .set({ state: 'used' })
    .where(and(eq(reservations.quoteId, quoteId), eq(reservations.cityNodeId, cityNodeId)));
}

async function appNotCreated(tx: Conn, operation: EndedOperation): Promise<void> {
  const order = await lockOrder(tx, operation);
  const [app] = await tx.select().from(apps).where(eq(apps.id, operation.appId)).for('update');
  if (!app) throw new Error(`operation ${operation.id} names no app`);
  const ended = app.state === 'retired';
  const [node] = await tx
    .update(appNodes)
    .set({ state: ended ? 'retired' : 'failed' })
    .where(and(eq(appNodes.id, operation.appNodeId), eq(appNodes.state, 'creating')))
    .returning();
  if (!node) return;
  // Without an answer the node may have made it, and would keep its capacity for nobody.
  if (ended && operation.state === 'failed')
    await retireNode(tx, systemActor('order.deliver', operation.orgId), app, node);
  if (order?.state === 'delivering') await markDeliveryFailed(tx, order.id, await failureOf(tx, operation));
}

async function contractDeployed(tx: Conn, operation: EndedOperation, result: OperationResult): Promise<void> {
  const [deployment] = await tx
    .select()
    .from(deployments)
    .where(eq(deployments.id, operation.subjectId))
    .for('update');
  if (!deployment || deployment.state === 'active' || deployment.state === 'superseded') return;
  const { contract } = result;
  // A retried older version that ends late must not take over from a newer one.
  const [newer] = await tx
    .select({ id: deployments.id })
    .from(deployments)
    .where(
      and(
        eq(deployments.appNodeId, deployment.appNodeId),
        eq(deployments.contractName, deployment.contractName),
        eq(deployments.state, 'active'),
        sql`${deployments.version} > ${deployment.version}`,
      ),
    );
  if (!newer) {
    await tx
      .update(deployments)
      .set({ state: 'superseded' })
      .where(
        and(
          eq(deployments.appNodeId, deployment.appNodeId),
          eq(deployments.contractName, deployment.contractName),
          eq(deployments.state, 'active'),
        ),
      );
  }
  await tx
    .update(deployments)
    .set({
      state: newer ? 'superseded' : 'active',
      address: contract?.address,
      transactionId: contract?.transactionId,
      blockNumber: contract ? BigInt(contract.height) : null,
      activatedAt: await portalNow(tx),
    })
    .where(eq(deployments.id, deployment.id));
}

async function contractNotDeployed(tx: Conn, operation: EndedOperation): Promise<void> {
  await tx
    .update(deployments)
    .set({ state: 'failed' })
    .where(and(eq(deployments.id, operation.subjectId), inArray(deployments.state, ['queued', 'deploying'])));
}

async function resized(tx: Conn, operation: EndedOperation, result: OperationResult): Promise<void> {
  await tx
    .update(appNodes)
    .set({ ...result.app.limits, ...placementOf(result) })
    .where(eq(appNodes.id, operation.appNodeId));
  await touchPolicy(tx, operation.appId);
}

function placementOf({ app }: OperationResult) {
  return {
    placement: app.placement?.kind ?? null,
    placementReason: app.placement?.reason ?? null,
    chainId: app.placement ? String(app.placement.chainId) : null,
    custodyAddress: app.custodyAddress,
  };
}

/** Order before app, here and in deliverOrder, so that two of them never wait for each other. */
async function lockOrder(tx: Conn, operation: EndedOperation) {
  if (operation.subjectKind !== 'order') return undefined;
  const [order] = await tx
    .select({ id: orders.id, state: orders.state, quoteId: orders.quoteId })
    .from(orders)
    .where(eq(orders.id, operation.subjectId))
    .for('update');
  return order;
}
