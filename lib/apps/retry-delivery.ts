import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { appNodes, apps } from '#db/schema/apps.ts';
import { orders } from '#db/schema/orders.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { markDelivering } from '#lib/orders/order-state.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';

export const retryDeliveryInput = z
  .object({ requestId: z.uuid(), orderId: z.uuid() })
  .brand<'RetryDelivery'>();
export type RetryDelivery = z.output<typeof retryDeliveryInput>;

/**
 * Asks the city nodes that turned a paid order down once more; nodes that delivered are left alone. For the buyer
 * (`order.place`) and for staff (`job.manage`). `conflict` unless the order's delivery failed.
 */
export async function retryDelivery(
  actor: Actor,
  input: RetryDelivery,
  conn: Conn = db(),
): Promise<{ id: string }> {
  const staff = actor.can.has('job.manage');
  if (!staff && !actor.can.has('order.place'))
    throw new AppError('forbidden', 'errors.forbidden', { permission: 'order.place' });
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'order.retryDelivery', input.requestId, input.orderId);
    if (!first) return { id: input.orderId };
    const [order] = await tx
      .select({ id: orders.id, orgId: orders.orgId, appId: orders.appId, state: orders.state })
      .from(orders)
      .where(and(eq(orders.id, input.orderId), staff ? undefined : eq(orders.orgId, actor.orgId)))
      .for('update');
    if (!order) throw new AppError('notFound', 'errors.notFound');
    if (order.state !== 'deliveryFailed') throw new AppError('conflict', 'apps.deliveryNotFailed');
    await tx.select({ id: apps.id }).from(apps).where(eq(apps.id, order.appId)).for('update');
    await tx
      .update(appNodes)
      .set({ state: 'pending' })
      .where(and(eq(appNodes.appId, order.appId), eq(appNodes.state, 'failed')));
    await markDelivering(tx, order.id);
    await enqueue(tx, 'deliverOrder', { orderId: order.id }, { key: `deliverOrder:${order.id}` });
    await recordAudit(tx, actor, {
      action: 'order.retryDelivery',
      subjectKind: 'order',
      subjectId: order.id,
      orgId: order.orgId,
    });
    return { id: order.id };
  });
}
