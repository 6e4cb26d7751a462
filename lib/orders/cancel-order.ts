import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { orders } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { endUnpaidOrder } from './end-unpaid-order.ts';

export const cancelOrderInput = z.object({ requestId: z.uuid(), orderId: z.uuid() }).brand<'CancelOrder'>();
export type CancelOrder = z.output<typeof cancelOrderInput>;

/** Gives up an order that waits for payment; `conflict` for any other. Money that arrives all the same fills the wallet. */
export async function cancelOrder(
  actor: Actor,
  input: CancelOrder,
  conn: Conn = db(),
): Promise<{ orderId: string }> {
  demand(actor, 'order.place');
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'order.cancel', input.requestId, input.orderId);
    if (!first) return { orderId: input.orderId };
    const [order] = await tx
      .select({ id: orders.id, state: orders.state, quoteId: orders.quoteId, appId: orders.appId })
      .from(orders)
      .where(and(eq(orders.id, input.orderId), eq(orders.orgId, actor.orgId)))
      .for('update');
    if (!order) throw new AppError('notFound', 'errors.notFound');
    if (order.state !== 'awaitingPayment') throw new AppError('conflict', 'orders.notAwaitingPayment');
    await endUnpaidOrder(tx, order, 'cancelled');
    await recordAudit(tx, actor, { action: 'order.cancel', subjectKind: 'order', subjectId: order.id });
    return { orderId: order.id };
  });
}
