import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { payments } from '#db/schema/orders.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';

/**
 * Cancels an order's open payments, but for one, and has each closed at its provider. A buyer who pays one all the same
 * does not lose the money: what the provider then says still counts.
 */
export async function closePayments(tx: Conn, orderId: string, except?: string): Promise<void> {
  const closed = await tx
    .update(payments)
    .set({ state: 'cancelled' })
    .where(
      and(
        eq(payments.orderId, orderId),
        eq(payments.purpose, 'order'),
        inArray(payments.state, ['starting', 'pending']),
        except ? ne(payments.id, except) : undefined,
      ),
    )
    .returning({ id: payments.id, provider: payments.provider });
  for (const { id, provider } of closed) {
    if (provider === 'stripe' || provider === 'simulated')
      await enqueue(tx, 'readPayment', { paymentId: id }, { key: `readPayment:${id}` });
  }
}
