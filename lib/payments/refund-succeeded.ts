import { eq, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { orders, payments, refunds } from '#db/schema/orders.ts';
import { endApp } from '#lib/apps/end-app.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { systemActor } from '#lib/auth/actor.ts';
import { issueCreditNote } from '#lib/invoices/issue-invoice.ts';
import { wallet, type Account } from '#lib/ledger/accounts.ts';
import { post } from '#lib/ledger/post.ts';
import { tellBuyer } from '#lib/orders/tell-buyer.ts';
import { recordRefund } from '#lib/settlement/record-refund.ts';

export type RefundRow = typeof refunds.$inferSelect;

/** Locks a refund and, before it, its order. */
export async function lockRefund(tx: Conn, refundId: string): Promise<RefundRow | null> {
  const [known] = await tx.select({ orderId: refunds.orderId }).from(refunds).where(eq(refunds.id, refundId));
  if (!known) return null;
  await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, known.orderId)).for('update');
  const [refund] = await tx.select().from(refunds).where(eq(refunds.id, refundId)).for('update');
  return refund ?? null;
}

/**
 * The money has gone back: in the caller's transaction every share is reversed, the credit note issued, the order closed
 * and its app ended at the city nodes. Told again, it does nothing.
 */
export async function refundSucceeded(
  tx: Conn,
  refund: RefundRow,
  destination: Account,
  providerRef?: string,
): Promise<void> {
  if (refund.state === 'succeeded') return;
  const [done] = await tx
    .update(refunds)
    .set({
      state: 'succeeded',
      failure: '',
      succeededAt: sql`portal_now()`,
      ...(providerRef ? { providerRef } : {}),
    })
    .where(eq(refunds.id, refund.id))
    .returning({ at: refunds.succeededAt });
  if (!done?.at) throw new Error(`refund ${refund.id} went away while it was locked`);
  await tx.update(payments).set({ state: 'refunded' }).where(eq(payments.id, refund.paymentId));
  const [order] = await tx
    .update(orders)
    .set({ state: 'refunded', closedAt: done.at })
    .where(eq(orders.id, refund.orderId))
    .returning({ appId: orders.appId });
  if (!order) throw new Error(`refund ${refund.id} names no order`);
  await endApp(tx, systemActor('order.refund', refund.orgId), order.appId, 'refunded');
  await recordRefund(tx, { orderId: refund.orderId, refundId: refund.id, destination, effectiveAt: done.at });
  await tellBuyer(tx, refund.orderId, { template: 'refundSent' });
  // Last: it locks the series of credit note numbers until the transaction ends.
  await issueCreditNote(tx, { orderId: refund.orderId, refundId: refund.id });
}

/** The money did not go back: the order is again what it was, and may be refunded another way. */
export async function refundFailed(tx: Conn, refund: RefundRow, failure: string): Promise<void> {
  if (refund.state === 'succeeded' || refund.state === 'failed') return;
  await tx.update(refunds).set({ state: 'failed', failure }).where(eq(refunds.id, refund.id));
  await tx
    .update(orders)
    .set({
      state: sql`case when ${orders.deliveredAt} is null then 'deliveryFailed' else 'delivered' end`,
    })
    .where(eq(orders.id, refund.orderId));
}

/**
 * The provider had said that the money went back, and now says that it came back to us (a closed card account does that
 * days later). The order stays refunded and its shares reversed; what we hold is the customer's, so it fills their wallet,
 * and they are told. Told again, it does nothing.
 */
export async function refundReturned(
  tx: Conn,
  refund: RefundRow,
  cameBackTo: Account,
  failure: string,
): Promise<void> {
  if (refund.state !== 'succeeded' || refund.destination === 'wallet') return;
  const [now] = await tx
    .update(refunds)
    .set({ destination: 'wallet', failure: failure || 'returned' })
    .where(eq(refunds.id, refund.id))
    .returning({ at: sql<string>`portal_now()` });
  if (!now) throw new Error(`refund ${refund.id} went away while it was locked`);
  const amount = { minor: refund.amount, currency: refund.currency };
  await post(tx, {
    externalRef: `refundReturned:${refund.id}`,
    kind: 'correction',
    effectiveAt: new Date(now.at),
    postings: [
      { account: cameBackTo, amount },
      { account: wallet(refund.orgId), amount: { ...amount, minor: -amount.minor } },
    ],
    detail: { orderId: refund.orderId },
  });
  await recordAudit(tx, systemActor('refund.returned', refund.orgId), {
    action: 'refund.returned',
    subjectKind: 'refund',
    subjectId: refund.id,
    orgId: refund.orgId,
    before: { destination: refund.destination },
    after: { destination: 'wallet', failure },
  });
  await tellBuyer(tx, refund.orderId, { template: 'refundReturned' });
}
