import { and, eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { orders, payments, refunds } from '#db/schema/orders.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';

export type NewRefund = {
  refundId: string;
  order: Pick<typeof orders.$inferSelect, 'id' | 'orgId' | 'state'>;
  destination: 'source' | 'wallet';
  reason: string;
};

/** Part of the two verbs that refund: in the caller's transaction, which holds the order's lock. Sent by a job. */
export async function openRefund(tx: Conn, actor: Actor, wanted: NewRefund): Promise<void> {
  const { order, refundId } = wanted;
  const [payment] = await tx
    .select({ id: payments.id, amount: payments.amount, currency: payments.currency })
    .from(payments)
    .where(
      and(eq(payments.orderId, order.id), eq(payments.purpose, 'order'), eq(payments.state, 'succeeded')),
    );
  if (!payment) throw new AppError('conflict', 'orders.nothingToRefund');
  await tx.insert(refunds).values({
    id: refundId,
    orgId: order.orgId,
    orderId: order.id,
    paymentId: payment.id,
    currency: payment.currency,
    amount: payment.amount,
    destination: wanted.destination,
    state: 'requested',
    reason: wanted.reason,
    requestedBy: actor.id,
  });
  await tx.update(orders).set({ state: 'refunding' }).where(eq(orders.id, order.id));
  await enqueue(tx, 'sendRefund', { refundId }, { key: `sendRefund:${refundId}` });
  await recordAudit(tx, actor, {
    action: 'order.refund',
    subjectKind: 'order',
    subjectId: order.id,
    orgId: order.orgId,
    before: { state: order.state },
    after: {
      refundId,
      amount: payment.amount.toString(),
      destination: wanted.destination,
      reason: wanted.reason,
    },
  });
}
