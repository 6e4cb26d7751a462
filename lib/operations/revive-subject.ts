import { and, eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { appNodes, deployments } from '#db/schema/apps.ts';
import { orders } from '#db/schema/orders.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { markDelivering } from '#lib/orders/order-state.ts';
import type { OperationRow } from './operation-row.ts';

/**
 * What a failed operation served waits for it again. Throws `conflict` when that has come to its end meanwhile: an
 * order that was refunded is not delivered any more.
 */
export async function reviveSubject(tx: Conn, operation: OperationRow): Promise<void> {
  if (operation.kind === 'createApp') {
    if (operation.subjectKind === 'order') await reviveOrder(tx, operation.subjectId);
    await tx
      .update(appNodes)
      .set({ state: 'creating' })
      .where(and(eq(appNodes.id, operation.appNodeId), eq(appNodes.state, 'failed')));
  }
  if (operation.kind === 'deployContract' || operation.kind === 'upgradeContract')
    await tx
      .update(deployments)
      .set({ state: 'deploying' })
      .where(and(eq(deployments.id, operation.subjectId), eq(deployments.state, 'failed')));
}

async function reviveOrder(tx: Conn, orderId: string): Promise<void> {
  const [order] = await tx
    .select({ state: orders.state })
    .from(orders)
    .where(eq(orders.id, orderId))
    .for('update');
  if (order?.state !== 'deliveryFailed' && order?.state !== 'delivering')
    throw new AppError('conflict', 'operator.orderNotWaiting', { state: order?.state ?? 'unknown' });
  await markDelivering(tx, orderId);
}
