import { and, eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { payments, refunds } from '#db/schema/orders.ts';
import { clearing } from '#lib/ledger/accounts.ts';
import type { CardPayments, RefundReceipt } from '#adapters/payments/port.ts';
import { lockRefund, refundFailed, refundReturned, refundSucceeded } from './refund-succeeded.ts';

/** Brings a refund to what its provider says of it now. One that is not known yet is brought there by its own job. */
export async function reconcileRefund(
  kind: CardPayments['kind'],
  receipt: RefundReceipt,
  conn: Conn = db(),
): Promise<string> {
  const [known] = await conn
    .select({ id: refunds.id })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(eq(refunds.providerRef, receipt.ref), eq(payments.provider, kind)));
  if (!known) return 'unknownRefund';
  return conn.transaction(async (tx) => {
    const refund = await lockRefund(tx, known.id);
    if (refund && receipt.state === 'succeeded') await refundSucceeded(tx, refund, clearing(kind));
    if (refund && receipt.state === 'failed') {
      if (refund.state === 'succeeded') await refundReturned(tx, refund, clearing(kind), receipt.failure);
      else await refundFailed(tx, refund, receipt.failure);
    }
    return receipt.state;
  });
}
