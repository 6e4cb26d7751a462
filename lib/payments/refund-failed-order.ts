import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { orders } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { openRefund } from './open-refund.ts';

export const refundFailedOrderInput = z
  .object({ requestId: z.uuid(), orderId: z.uuid(), destination: z.enum(['source', 'wallet']) })
  .brand<'RefundFailedOrder'>();
export type RefundFailedOrder = z.output<typeof refundFailedOrderInput>;

/**
 * The buyer's own way out of an order that was paid and not delivered: the money goes back the way it came or into the
 * wallet. `conflict` unless its delivery failed. A repeat gives the first refund.
 */
export async function refundFailedOrder(
  actor: Actor,
  input: RefundFailedOrder,
  conn: Conn = db(),
): Promise<{ refundId: string }> {
  demand(actor, 'payment.make');
  return conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'order.refundFailed', input.requestId, newId());
    if (!claim.first) return { refundId: claim.subjectId };
    const [order] = await tx
      .select({ id: orders.id, orgId: orders.orgId, state: orders.state })
      .from(orders)
      .where(and(eq(orders.id, input.orderId), eq(orders.orgId, actor.orgId)))
      .for('update');
    if (!order) throw new AppError('notFound', 'errors.notFound');
    if (order.state !== 'deliveryFailed') throw new AppError('conflict', 'orders.deliveryNotFailed');
    await openRefund(tx, actor, {
      refundId: claim.subjectId,
      order,
      destination: input.destination,
      reason: 'not delivered',
    });
    return { refundId: claim.subjectId };
  });
}
