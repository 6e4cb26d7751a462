import { eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { orders, payments } from '#db/schema/orders.ts';

export type PaymentRow = typeof payments.$inferSelect;
export type LockedPayment = {
  payment: PaymentRow;
  order: { id: string; state: (typeof orders.$inferSelect)['state']; quoteId: string; appId: string } | null;
};

/** Locks a payment and, before it, its order: always in this order, so that two payments never wait for each other. */
export async function lockPayment(tx: Conn, paymentId: string): Promise<LockedPayment | null> {
  const [known] = await tx
    .select({ orderId: payments.orderId })
    .from(payments)
    .where(eq(payments.id, paymentId));
  if (!known) return null;
  const order = known.orderId ? await lockOrder(tx, known.orderId) : null;
  const [payment] = await tx.select().from(payments).where(eq(payments.id, paymentId)).for('update');
  return payment ? { payment, order } : null;
}

export async function lockOrder(tx: Conn, orderId: string): Promise<LockedPayment['order']> {
  const [order] = await tx
    .select({ id: orders.id, state: orders.state, quoteId: orders.quoteId, appId: orders.appId })
    .from(orders)
    .where(eq(orders.id, orderId))
    .for('update');
  return order ?? null;
}
