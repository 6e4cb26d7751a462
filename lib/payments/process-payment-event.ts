import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { paymentEvents } from '#db/schema/orders.ts';
import type { CardPayments, Outcome } from '#adapters/payments/port.ts';
import { isCard } from './is-card.ts';
import type { PaymentTools } from './providers.ts';
import { reconcilePayment } from './reconcile-payment.ts';
import { reconcileRefund } from './reconcile-refund.ts';

const timeoutMs = 20_000;

/**
 * Job: an event says only that something may have changed; the object is read from the provider again and the payment or
 * refund brought to what is true now. Order, repetition and lateness of events do not matter.
 */
export async function processPaymentEvent(
  { paymentEventId }: { paymentEventId: string },
  { providers }: PaymentTools,
  conn: Conn = db(),
): Promise<void> {
  const [event] = await conn.select().from(paymentEvents).where(eq(paymentEvents.id, paymentEventId));
  if (!event || event.processedAt) return;
  const provider = isCard(event.provider) ? providers[event.provider] : undefined;
  const result = provider ? await follow(provider, event.providerRef, conn) : 'providerOff';
  await conn
    .update(paymentEvents)
    .set({ processedAt: sql`portal_now()`, result })
    .where(eq(paymentEvents.id, event.id));
}

async function follow(provider: CardPayments, pointer: string, conn: Conn): Promise<string> {
  const [, subject = '', ref = ''] = /^(checkout|refund):(.+)$/.exec(pointer) ?? [];
  const options = { signal: AbortSignal.timeout(timeoutMs) };
  if (subject === 'refund') {
    const outcome = await provider.readRefund(ref, options);
    if (outcome.kind === 'done') return reconcileRefund(provider.kind, outcome.value, conn);
    return endOf(outcome);
  }
  if (subject !== 'checkout') return pointer.startsWith('dispute:') ? 'kept' : 'ignored';
  const outcome = await provider.readCheckout(ref, options);
  if (outcome.kind !== 'done') return endOf(outcome);
  // Found by our own reference: the event may be faster than the answer that brings us the provider's.
  const { reference } = outcome.value;
  return z.uuid().safeParse(reference).success ? reconcilePayment(reference, outcome.value, conn) : 'notOurs';
}

type Unread = Exclude<Outcome<never>, { kind: 'done' }>;

/** A key that is being changed is refused for a while; that says nothing of the object, and the job comes again. */
function endOf(outcome: Unread): string {
  if (outcome.kind === 'unknown' || outcome.reason === 'denied')
    throw new Error(`the event's object cannot be read yet: ${outcome.detail}`);
  return `rejected: ${outcome.detail}`;
}
