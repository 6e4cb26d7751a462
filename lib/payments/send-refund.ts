import { eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { payments, refunds } from '#db/schema/orders.ts';
import { clearing, wallet, type Account } from '#lib/ledger/accounts.ts';
import type { CardPayments, RefundReceipt } from '#adapters/payments/port.ts';
import { isCard } from './is-card.ts';
import type { PaymentTools } from './providers.ts';
import { lockRefund, refundFailed, refundSucceeded } from './refund-succeeded.ts';

const timeoutMs = 20_000;

/**
 * Job: sends a refund where it was asked to go. Into the wallet at once; by card through the provider, once, however often
 * this runs: one that is under way is read, never sent again. A remittance waits, as `sending`, until finance says that
 * the bank has sent it.
 */
export async function sendRefund(
  { refundId }: { refundId: string },
  { providers }: PaymentTools,
  conn: Conn = db(),
): Promise<void> {
  const [refund] = await conn
    .select({
      state: refunds.state,
      destination: refunds.destination,
      minor: refunds.amount,
      currency: refunds.currency,
      orgId: refunds.orgId,
      provider: payments.provider,
      checkoutRef: payments.providerRef,
      sentAs: refunds.providerRef,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(eq(refunds.id, refundId));
  if (!refund || refund.state === 'succeeded' || refund.state === 'failed') return;
  if (refund.destination === 'wallet' || refund.provider === 'wallet')
    return settle(conn, refundId, (tx, row) => refundSucceeded(tx, row, wallet(refund.orgId)));
  if (!isCard(refund.provider)) return settle(conn, refundId, (tx) => setSending(tx, refundId, null));
  const provider = providers[refund.provider];
  if (!provider || !refund.checkoutRef)
    return settle(conn, refundId, (tx, row) => refundFailed(tx, row, 'providerOff'));
  const options = { signal: AbortSignal.timeout(timeoutMs) };
  if (refund.sentAs) {
    // It is under way already. Providers forget request ids after a day, so sending it again could pay twice, or be
    // refused and look like a refund that failed.
    const read = await provider.readRefund(refund.sentAs, options);
    if (read.kind !== 'done') throw new Error(`refund ${refundId} cannot be read yet: ${read.detail}`);
    return take(conn, refundId, provider.kind, read.value);
  }
  const outcome = await provider.refund(
    {
      requestId: refundId,
      checkoutRef: refund.checkoutRef,
      amount: { minor: refund.minor, currency: refund.currency },
    },
    options,
  );
  if (outcome.kind === 'unknown') throw new Error(`refund ${refundId} not sent yet: ${outcome.detail}`);
  if (outcome.kind === 'rejected')
    return settle(conn, refundId, (tx, row) => refundFailed(tx, row, outcome.detail));
  await take(conn, refundId, provider.kind, outcome.value);
}

async function take(
  conn: Conn,
  refundId: string,
  kind: CardPayments['kind'],
  receipt: RefundReceipt,
): Promise<void> {
  const source: Account = clearing(kind);
  await settle(conn, refundId, async (tx, row) => {
    if (receipt.state === 'succeeded') return refundSucceeded(tx, row, source, receipt.ref);
    await setSending(tx, refundId, receipt.ref);
    // One that is pending is read again by an event, or with the quiet payments when none comes.
    if (receipt.state === 'failed') await refundFailed(tx, row, receipt.failure);
  });
}

async function settle(
  conn: Conn,
  refundId: string,
  work: (tx: Conn, refund: typeof refunds.$inferSelect) => Promise<void>,
): Promise<void> {
  await conn.transaction(async (tx) => {
    const refund = await lockRefund(tx, refundId);
    if (refund && refund.state !== 'succeeded' && refund.state !== 'failed') await work(tx, refund);
  });
}

async function setSending(tx: Conn, refundId: string, providerRef: string | null): Promise<void> {
  await tx
    .update(refunds)
    .set({ state: 'sending', ...(providerRef ? { providerRef } : {}) })
    .where(eq(refunds.id, refundId));
}
