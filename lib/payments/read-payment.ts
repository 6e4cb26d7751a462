import { eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { payments } from '#db/schema/orders.ts';
import { isCard } from './is-card.ts';
import type { PaymentTools } from './providers.ts';
import { reconcilePayment } from './reconcile-payment.ts';

const timeoutMs = 20_000;

/**
 * Job: asks the provider what became of a payment and brings it there; a payment that we cancelled is closed at the
 * provider first. Needs no event. Throws when the provider's answer is unknown, so that the worker asks again.
 */
export async function readPayment(
  { paymentId }: { paymentId: string },
  { providers }: PaymentTools,
  conn: Conn = db(),
): Promise<void> {
  const [payment] = await conn
    .select({ provider: payments.provider, ref: payments.providerRef, state: payments.state })
    .from(payments)
    .where(eq(payments.id, paymentId));
  if (!payment?.ref || !isCard(payment.provider)) return;
  if (payment.state === 'succeeded' || payment.state === 'refunded') return;
  const provider = providers[payment.provider];
  if (!provider) return;
  const options = { signal: AbortSignal.timeout(timeoutMs) };
  const outcome =
    payment.state === 'cancelled'
      ? await provider.closeCheckout(payment.ref, options)
      : await provider.readCheckout(payment.ref, options);
  if (outcome.kind === 'unknown')
    throw new Error(`payment ${paymentId} cannot be read yet: ${outcome.detail}`);
  if (outcome.kind === 'done') await reconcilePayment(paymentId, outcome.value, conn);
}
