import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { orders } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { openRefund } from './open-refund.ts';

export const requestRefundInput = z
  .object({
    requestId: z.uuid(),
    orderId: z.uuid(),
    /** Back the way it came, or into the customer's wallet. */
    destination: z.enum(['source', 'wallet']),
    reason: z.string().trim().min(3).max(500),
  })
  .brand<'RequestRefund'>();
export type RequestRefund = z.output<typeof requestRefundInput>;

/**
 * Staff give a whole order's money back; its app ends when the money has gone. For orders that were delivered or whose
 * delivery failed; `conflict` for any other. A repeat gives the first refund.
 */
export async function requestRefund(
  actor: Actor,
  input: RequestRefund,
  conn: Conn = db(),
): Promise<{ refundId: string }> {
  demand(actor, 'order.refund');
  return conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'order.refund', input.requestId, newId());
    if (!claim.first) return { refundId: claim.subjectId };
    const [order] = await tx
      .select({ id: orders.id, orgId: orders.orgId, state: orders.state })
      .from(orders)
      .where(eq(orders.id, input.orderId))
      .for('update');
    if (!order) throw new AppError('notFound', 'errors.notFound');
    if (order.state !== 'delivered' && order.state !== 'deliveryFailed')
      throw new AppError('conflict', 'orders.notRefundable');
    await openRefund(tx, actor, {
      refundId: claim.subjectId,
      order,
      destination: input.destination,
      reason: input.reason,
    });
    return { refundId: claim.subjectId };
  });
}
