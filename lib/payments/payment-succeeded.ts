import { eq, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { orders, payments, quotes } from '#db/schema/orders.ts';
import { draftInvoice, numberInvoice } from '#lib/invoices/issue-invoice.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { wallet, type Account } from '#lib/ledger/accounts.ts';
import { post } from '#lib/ledger/post.ts';
import { tellBuyer } from '#lib/orders/tell-buyer.ts';
import { recordSale } from '#lib/settlement/record-sale.ts';
import { closePayments } from './close-payments.ts';
import type { LockedPayment } from './lock-payment.ts';

export type Succeeded = 'orderPaid' | 'toppedUp' | 'intoWallet' | 'alreadyDone';

/**
 * The money is there: in the caller's transaction, which holds the order's and the payment's locks. An order that waits
 * for it becomes paid, with ledger, invoice and delivery; a top-up fills the wallet; money for an order that cannot take
 * it any more goes into the wallet too (decision 0042). Told again, it does nothing.
 */
export async function paymentSucceeded(
  tx: Conn,
  { payment, order }: LockedPayment,
  source: Account,
  confirmedBy?: string,
): Promise<Succeeded> {
  if (payment.state === 'succeeded' || payment.state === 'refunded') return 'alreadyDone';
  const pays = payment.purpose === 'order' && order?.state === 'awaitingPayment';
  const [done] = await tx
    .update(payments)
    .set({
      state: 'succeeded',
      failure: '',
      purpose: pays ? 'order' : 'topUp',
      succeededAt: sql`portal_now()`,
      ...(confirmedBy ? { confirmedBy } : {}),
    })
    .where(eq(payments.id, payment.id))
    .returning({ at: payments.succeededAt });
  if (!done?.at) throw new Error(`payment ${payment.id} went away while it was locked`);
  if (pays) {
    await orderPaid(tx, {
      orderId: order.id,
      quoteId: order.quoteId,
      paymentId: payment.id,
      source,
      at: done.at,
    });
    return 'orderPaid';
  }
  const amount = { minor: payment.amount, currency: payment.currency };
  await post(tx, {
    externalRef: `topUp:${payment.id}`,
    kind: 'topUp',
    effectiveAt: done.at,
    postings: [
      { account: source, amount },
      { account: wallet(payment.orgId), amount: { ...amount, minor: -amount.minor } },
    ],
    detail: payment.orderId ? { orderId: payment.orderId } : {},
  });
  return payment.purpose === 'order' ? 'intoWallet' : 'toppedUp';
}

async function orderPaid(
  tx: Conn,
  paid: { orderId: string; quoteId: string; paymentId: string; source: Account; at: Date },
): Promise<void> {
  const { orderId, paymentId, source, at } = paid;
  const used = tx
    .$with('used')
    .as(
      tx
        .update(quotes)
        .set({ holdState: 'used' })
        .where(eq(quotes.id, paid.quoteId))
        .returning({ id: quotes.id }),
    );
  const [invoice] = await together(
    async () => {
      await tx.with(used).update(orders).set({ state: 'paid', paidAt: at }).where(eq(orders.id, orderId));
      return draftInvoice(tx, orderId);
    },
    () => closePayments(tx, orderId, paymentId),
    () => recordSale(tx, { orderId, paymentId, source, effectiveAt: at }),
    () => enqueue(tx, 'deliverOrder', { orderId }, { key: `deliverOrder:${orderId}` }),
    () => tellBuyer(tx, orderId, { template: 'orderPaid' }),
  );
  // Last: it locks the series of invoice numbers until the transaction ends.
  await numberInvoice(tx, invoice);
}
