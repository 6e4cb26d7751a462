import { eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { payments } from '#db/schema/orders.ts';
import { clearing } from '#lib/ledger/accounts.ts';
import type { Checkout } from '#adapters/payments/port.ts';
import { lockPayment } from './lock-payment.ts';
import { paymentSucceeded } from './payment-succeeded.ts';

/**
 * Brings a payment to what its provider says of it now. Whatever was said before, in whatever order and how often, the
 * end is the same: money that arrived is booked once; an open payment that came to nothing is ended.
 */
export async function reconcilePayment(
  paymentId: string,
  checkout: Checkout,
  conn: Conn = db(),
): Promise<string> {
  return conn.transaction(async (tx) => {
    const locked = await lockPayment(tx, paymentId);
    if (!locked) return 'unknownPayment';
    const { payment } = locked;
    if (checkout.state === 'open') return 'open';
    if (checkout.state === 'paid') {
      const { minor, currency } = checkout.amount;
      // Never seen with a provider that keeps its word: a person has to look, so the job fails where people see it.
      if (minor !== payment.amount || currency !== payment.currency)
        throw new Error(
          `payment ${payment.id}: ${payment.provider} took ${minor} ${currency}, not what was asked`,
        );
      return paymentSucceeded(tx, locked, clearing(payment.provider));
    }
    if (payment.state !== 'starting' && payment.state !== 'pending') return 'alreadyEnded';
    await tx
      .update(payments)
      .set({ state: checkout.state === 'failed' ? 'failed' : 'cancelled', failure: checkout.failure })
      .where(eq(payments.id, payment.id));
    return checkout.state;
  });
}
