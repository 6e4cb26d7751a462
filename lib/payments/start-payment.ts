import { and, eq, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { orders, payments } from '#db/schema/orders.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { personOf } from '#lib/orders/tell-buyer.ts';
import { isCard } from './is-card.ts';
import type { PaymentTools } from './providers.ts';

const timeoutMs = 20_000;

/**
 * Job: makes the provider's checkout for a payment that is starting. Run again it gets the same checkout, as the payment's
 * id is the provider's request id. Throws when the provider's answer is unknown, so that the worker asks again.
 */
export async function startPayment(
  { paymentId }: { paymentId: string },
  { providers }: PaymentTools,
  conn: Conn = db(),
): Promise<void> {
  const payment = await startingPayment(conn, paymentId);
  if (!payment || !isCard(payment.provider)) return;
  const provider = providers[payment.provider];
  if (!provider) return fail(conn, paymentId, 'providerOff');
  const back = `${portalEnv().PORTAL_URL}${payment.orderId ? `/orders/${payment.orderId}` : '/wallet'}`;
  const outcome = await provider.startCheckout(
    {
      requestId: paymentId,
      reference: paymentId,
      amount: { minor: payment.amount, currency: payment.currency },
      description: payment.orderNumber ?? paymentId.slice(0, 8).toUpperCase(),
      locale: payment.locale === 'zh' ? 'zh' : 'en',
      successUrl: `${back}?paid=${paymentId}`,
      cancelUrl: `${back}?left=${paymentId}`,
      ...(payment.email ? { customerEmail: payment.email } : {}),
    },
    { signal: AbortSignal.timeout(timeoutMs) },
  );
  if (outcome.kind === 'unknown') throw new Error(`payment ${paymentId} not started yet: ${outcome.detail}`);
  if (outcome.kind === 'rejected') return fail(conn, paymentId, outcome.detail);
  const { ref, payUrl } = outcome.value;
  // A payment that was cancelled meanwhile keeps its end, and learns the reference by which it is closed.
  await conn.transaction(async (tx) => {
    const [now] = await tx
      .update(payments)
      .set({
        providerRef: ref,
        payUrl,
        state: sql`case when ${payments.state} = 'starting' then 'pending' else ${payments.state} end`,
      })
      .where(eq(payments.id, paymentId))
      .returning({ state: payments.state });
    if (now?.state === 'cancelled')
      await enqueue(tx, 'readPayment', { paymentId }, { key: `readPayment:${paymentId}` });
  });
}

async function startingPayment(conn: Conn, paymentId: string) {
  const [payment] = await conn
    .select({
      provider: payments.provider,
      orderId: payments.orderId,
      amount: payments.amount,
      currency: payments.currency,
      orderNumber: orders.number,
      createdBy: payments.createdBy,
    })
    .from(payments)
    .leftJoin(orders, eq(orders.id, payments.orderId))
    .where(and(eq(payments.id, paymentId), eq(payments.state, 'starting')));
  if (!payment) return null;
  const person = await personOf(conn, payment.createdBy);
  return { ...payment, locale: person?.locale, email: person?.email };
}

async function fail(conn: Conn, paymentId: string, failure: string): Promise<void> {
  await conn
    .update(payments)
    .set({ state: 'failed', failure })
    .where(and(eq(payments.id, paymentId), eq(payments.state, 'starting')));
}
