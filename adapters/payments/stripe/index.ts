import { Stripe } from 'stripe';
import type { CardPayments, Outcome } from '../port.ts';
import { outcomeOf } from './outcome.ts';
import { checkoutOf, eventOf, receiptOf, sessionParams, wireAmount } from './transform.ts';

export type StripeOptions = {
  secretKey: string;
  webhookSecret: string;
  /** Another server that speaks Stripe's API, for tests. */
  apiBase?: string;
  timeoutMs?: number;
};

/** Card payments by Stripe Checkout. Retries are the worker's, so the vendor's client makes none. */
export function stripePayments({
  secretKey,
  webhookSecret,
  apiBase,
  timeoutMs = 15_000,
}: StripeOptions): CardPayments {
  const client = new Stripe(secretKey, {
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    ...addressOf(apiBase),
  });
  const retrieve = (ref: string) => client.checkout.sessions.retrieve(ref, { expand: ['payment_intent'] });
  return {
    kind: 'stripe',
    async startCheckout(request, { signal }) {
      const made = await outcomeOf(signal, async () =>
        client.checkout.sessions.create(sessionParams(request, new Date()), {
          idempotencyKey: `checkout:${request.requestId}`,
        }),
      );
      return mapped(made, (session) => ({ ref: session.id, payUrl: session.url ?? '' }));
    },
    async readCheckout(ref, { signal }) {
      return mapped(await outcomeOf(signal, () => retrieve(ref)), checkoutOf);
    },
    async closeCheckout(ref, { signal }) {
      const closed = await outcomeOf(signal, () => client.checkout.sessions.expire(ref));
      // What is not open cannot be closed: then it has been paid, or has ended.
      if (closed.kind === 'rejected' && closed.reason === 'invalid')
        return mapped(await outcomeOf(signal, () => retrieve(ref)), checkoutOf);
      return mapped(closed, checkoutOf);
    },
    async refund(request, { signal }) {
      const session = await outcomeOf(signal, () => retrieve(request.checkoutRef));
      if (session.kind !== 'done') return session;
      const intent = session.value.payment_intent;
      const paymentIntent = typeof intent === 'string' ? intent : intent?.id;
      if (!paymentIntent) return { kind: 'rejected', reason: 'invalid', detail: 'checkout was not paid' };
      const made = await outcomeOf(signal, async () =>
        client.refunds.create(
          { payment_intent: paymentIntent, amount: wireAmount(request.amount) },
          { idempotencyKey: `refund:${request.requestId}` },
        ),
      );
      return mapped(made, receiptOf);
    },
    async readRefund(ref, { signal }) {
      return mapped(await outcomeOf(signal, () => client.refunds.retrieve(ref)), receiptOf);
    },
    readEvent(body, headers) {
      const signature = headers.get('stripe-signature');
      if (!signature) return null;
      try {
        return eventOf(client.webhooks.constructEvent(body, signature, webhookSecret));
      } catch {
        return null; // wrong or stale signature, or a body that is no event: not from Stripe
      }
    },
  };
}

function mapped<A, B>(outcome: Outcome<A>, change: (value: A) => B): Outcome<B> {
  return outcome.kind === 'done' ? { kind: 'done', value: change(outcome.value) } : outcome;
}

function addressOf(apiBase: string | undefined): {
  host?: string;
  port?: string;
  protocol?: 'http' | 'https';
} {
  if (!apiBase) return {};
  const url = new URL(apiBase);
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return { host: url.hostname, port: url.port || (protocol === 'http' ? '80' : '443'), protocol };
}
