import { and, eq, inArray } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { appNodes, apps, operations } from '#db/schema/apps.ts';
import { offerings } from '#db/schema/catalogue.ts';
import { orders, reservations } from '#db/schema/orders.ts';
import { systemActor } from '#lib/auth/actor.ts';
import { requestOperation } from '#lib/operations/request-operation.ts';
import { markDelivering } from '#lib/orders/order-state.ts';
import { askAgain } from './ask-again.ts';

/**
 * The job behind a paid order: asks each city node that has no app yet to create it, under the capacity that was held.
 * Run again it asks only for what was never asked, or was turned down before a retry.
 */
export async function deliverOrder(orderId: string, conn: Conn = db()): Promise<void> {
  await conn.transaction(async (tx) => {
    const [order] = await tx
      .select({ state: orders.state, orgId: orders.orgId, appId: orders.appId, quoteId: orders.quoteId })
      .from(orders)
      .where(eq(orders.id, orderId))
      .for('update');
    if (!order || (order.state !== 'paid' && order.state !== 'delivering')) return;
    const [[app], nodes] = await together(
      () => tx.select().from(apps).where(eq(apps.id, order.appId)).for('update'),
      () => waitingNodes(tx, order.appId, order.quoteId),
    );
    if (!app) throw new Error(`order ${orderId} has no app ${order.appId}`);
    await together(
      ...(order.state === 'paid' ? [() => markDelivering(tx, orderId)] : []),
      ...(app.state === 'pending'
        ? [() => tx.update(apps).set({ state: 'creating' }).where(eq(apps.id, app.id))]
        : []),
    );
    const actor = systemActor('order.deliver', order.orgId);
    for (const node of nodes) {
      const asked = and(eq(operations.appNodeId, node.id), eq(operations.kind, 'createApp'));
      if (await askAgain(tx, actor, asked)) continue;
      await requestOperation(tx, actor, {
        orgId: order.orgId,
        appId: app.id,
        appNodeId: node.id,
        cityNodeId: node.cityNodeId,
        subjectKind: 'order',
        subjectId: orderId,
        kind: 'createApp',
        payload: {
          kind: 'createApp',
          appCode: app.appCode,
          offering: node.offering,
          limits: { tps: node.tps, storageGb: node.storageGb, bandwidthMbps: node.bandwidthMbps },
          ...(node.reservationId ? { reservationId: node.reservationId } : {}),
        },
      });
    }
    const asked = nodes.map((node) => node.id);
    if (asked.length > 0)
      await tx.update(appNodes).set({ state: 'creating' }).where(inArray(appNodes.id, asked));
  });
}

/** Nodes of the app that nothing was asked of yet, with the reservation that holds their capacity. */
async function waitingNodes(tx: Conn, appId: string, quoteId: string) {
  return tx
    .select({
      id: appNodes.id,
      cityNodeId: appNodes.cityNodeId,
      tps: appNodes.tps,
      storageGb: appNodes.storageGb,
      bandwidthMbps: appNodes.bandwidthMbps,
      offering: offerings.wireId,
      reservationId: reservations.id,
    })
    .from(appNodes)
    .innerJoin(offerings, eq(offerings.id, appNodes.offeringId))
    .leftJoin(
      reservations,
      and(eq(reservations.quoteId, quoteId), eq(reservations.cityNodeId, appNodes.cityNodeId)),
    )
    .where(and(eq(appNodes.appId, appId), eq(appNodes.state, 'pending')))
    .orderBy(appNodes.createdAt, appNodes.id)
    .for('update', { of: appNodes });
}
