import type { Stripe } from 'stripe';
import type { Amount, Checkout, CheckoutRequest, ProviderEvent, RefundReceipt } from '../port.ts';

/** Stripe's shortest: thirty minutes from when it is made, and a minute for the way there. */
const sessionSeconds = 31 * 60;

export function sessionParams(request: CheckoutRequest, now: Date): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    client_reference_id: request.reference,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: request.amount.currency.toLowerCase(),
          unit_amount: wireAmount(request.amount),
          product_data: { name: request.description },
        },
      },
    ],
    success_url: request.successUrl,
    cancel_url: request.cancelUrl,
    locale: request.locale,
    expires_at: Math.floor(now.getTime() / 1000) + sessionSeconds,
    metadata: { reference: request.reference },
    payment_intent_data: { metadata: { reference: request.reference } },
    ...(request.customerEmail ? { customer_email: request.customerEmail } : {}),
  };
}

/** Where Stripe counts in another unit than ISO 4217: ours times the first over the second is theirs. */
const stripeUnits: Readonly<Record<string, readonly [times: bigint, over: bigint]>> = {
  ISK: [100n, 1n],
  UGX: [100n, 1n],
  MGA: [1n, 100n],
};
/** Stripe takes these in whole hundredths only, though it counts thousandths. */
const endInNought = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** JSON numbers are exact up to 2^53: far beyond what Stripe takes in one payment. Throws a RangeError for what it takes not. */
export function wireAmount({ minor, currency }: Amount): number {
  const [times, over] = stripeUnits[currency] ?? [1n, 1n];
  const wire = (minor * times) / over;
  const whole = (minor * times) % over === 0n && (!endInNought.has(currency) || wire % 10n === 0n);
  if (!whole || wire <= 0n || wire > 99_999_999n)
    throw new RangeError(`Stripe takes no payment of ${minor} ${currency}`);
  return Number(wire);
}

function amountOf(wire: number, currency: string): Amount {
  const [times, over] = stripeUnits[currency] ?? [1n, 1n];
  return { minor: (BigInt(wire) * over) / times, currency };
}

export function checkoutOf(session: Stripe.Checkout.Session): Checkout {
  return {
    ref: session.id,
    reference: session.client_reference_id ?? session.metadata?.reference ?? '',
    state: stateOf(session),
    amount: amountOf(session.amount_total ?? 0, (session.currency ?? '').toUpperCase()),
    failure: endedIntent(session)?.last_payment_error?.code ?? '',
  };
}

/**
 * A declined card leaves the session open: the buyer may try another one. Ways to pay that take days complete the session
 * unpaid; it stays open here until the payment intent says how they ended.
 */
function stateOf(session: Stripe.Checkout.Session): Checkout['state'] {
  if (session.payment_status === 'paid') return 'paid';
  if (session.status === 'expired') return 'expired';
  return session.status === 'complete' && endedIntent(session) ? 'failed' : 'open';
}

function endedIntent(session: Stripe.Checkout.Session): Stripe.PaymentIntent | null {
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null;
  return intent?.status === 'requires_payment_method' || intent?.status === 'canceled' ? intent : null;
}

export function receiptOf(refund: Stripe.Refund): RefundReceipt {
  const failed = refund.status === 'failed' || refund.status === 'canceled';
  return {
    ref: refund.id,
    state: failed ? 'failed' : refund.status === 'succeeded' ? 'succeeded' : 'pending',
    failure: refund.failure_reason ?? '',
  };
}

/**
 * An event as a pointer: what happened is read from Stripe again, never taken from the event. Only a dispute, which moves
 * nothing here, is shown as its event has it.
 */
export function eventOf(event: Stripe.Event): ProviderEvent {
  const { id = '' } = event.data.object as { id?: string }; // every object that events carry has an id, but not every type says so
  const told = { id: event.id, type: event.type, ref: id, payload: { type: event.type, object: id } };
  if (event.type.startsWith('checkout.session.')) return { ...told, subject: 'checkout' };
  if (event.type.startsWith('refund.') || event.type === 'charge.refund.updated')
    return { ...told, subject: 'refund' };
  if (!event.type.startsWith('charge.dispute.')) return { ...told, subject: 'other' };
  const { amount, currency, reason, status } = event.data.object as Stripe.Dispute; // what these types carry
  return {
    ...told,
    subject: 'dispute',
    dispute: {
      amount: amountOf(amount, currency.toUpperCase()),
      reason,
      status,
      at: new Date(event.created * 1000),
    },
  };
}
