import { randomBytes } from 'node:crypto';
import type { CardPayments, Checkout, Outcome, ProviderEvent } from '../port.ts';
import { isSigned, signatureHeader } from './signature.ts';
import type { SimulatedCheckout, SimulatedStore } from './store.ts';

export type SimulatedOptions = {
  sandbox: boolean;
  store: SimulatedStore;
  webhookSecret: string;
  /** Address of the page on which a checkout is paid, without the checkout's id. */
  payPage: string;
};

/** A card provider that takes no money. Exists in sandbox mode only: anywhere else this throws. */
export function simulatedPayments({
  sandbox,
  store,
  webhookSecret,
  payPage,
}: SimulatedOptions): CardPayments {
  if (!sandbox) throw new Error('the simulated card provider exists in sandbox mode only');
  return {
    kind: 'simulated',
    async startCheckout(request) {
      if (request.amount.minor <= 0n)
        return { kind: 'rejected', reason: 'invalid', detail: 'amount must be above zero' };
      const { id } = await store.put({
        id: `sim_${randomBytes(12).toString('hex')}`,
        requestId: request.requestId,
        reference: request.reference,
        minor: request.amount.minor.toString(),
        currency: request.amount.currency,
        description: request.description,
        successUrl: request.successUrl,
        cancelUrl: request.cancelUrl,
        state: 'open',
        failure: '',
        refunds: [],
      });
      return { kind: 'done', value: { ref: id, payUrl: `${payPage}/${id}` } };
    },
    async readCheckout(ref) {
      return found(await store.get(ref));
    },
    async closeCheckout(ref) {
      return found(
        await store.change(ref, (kept) => (kept.state === 'open' ? { ...kept, state: 'expired' } : null)),
      );
    },
    async refund({ requestId, checkoutRef, amount }) {
      const kept = await store.change(checkoutRef, (checkout) => refunded(checkout, requestId, amount.minor));
      if (!kept) return { kind: 'rejected', reason: 'notFound', detail: 'no such checkout' };
      const made = kept.refunds.find((refund) => refund.requestId === requestId);
      return made
        ? { kind: 'done', value: { ref: made.ref, state: 'succeeded', failure: '' } }
        : { kind: 'rejected', reason: 'invalid', detail: 'not paid, or more than was paid' };
    },
    async readRefund(ref) {
      const kept = await store.get(ref.slice(0, ref.lastIndexOf('_r')));
      return kept?.refunds.some((refund) => refund.ref === ref)
        ? { kind: 'done', value: { ref, state: 'succeeded', failure: '' } }
        : { kind: 'rejected', reason: 'notFound', detail: 'no such refund' };
    },
    readEvent(body, headers) {
      const signed = isSigned(body, headers.get(signatureHeader), webhookSecret, new Date());
      return signed ? eventOf(body) : null;
    },
  };
}

/** What the person at the simulated pay page decides. A checkout that is no longer open stays as it is. */
export function decide(
  store: SimulatedStore,
  id: string,
  decision: 'succeed' | 'decline',
): Promise<SimulatedCheckout | null> {
  return store.change(id, (kept) => {
    if (kept.state !== 'open') return null;
    return decision === 'succeed'
      ? { ...kept, state: 'paid' }
      : { ...kept, state: 'failed', failure: 'card_declined' };
  });
}

function refunded(checkout: SimulatedCheckout, requestId: string, minor: bigint): SimulatedCheckout | null {
  if (checkout.state !== 'paid' || checkout.refunds.some((refund) => refund.requestId === requestId))
    return null;
  const before = checkout.refunds.reduce((sum, refund) => sum + BigInt(refund.minor), 0n);
  if (before + minor > BigInt(checkout.minor)) return null;
  const ref = `${checkout.id}_r${checkout.refunds.length + 1}`;
  return { ...checkout, refunds: [...checkout.refunds, { requestId, ref, minor: minor.toString() }] };
}

function found(kept: SimulatedCheckout | null): Outcome<Checkout> {
  if (!kept) return { kind: 'rejected', reason: 'notFound', detail: 'no such checkout' };
  const { id, reference, state, failure, minor, currency } = kept;
  return {
    kind: 'done',
    value: { ref: id, reference, state, failure, amount: { minor: BigInt(minor), currency } },
  };
}

function eventOf(body: string): ProviderEvent | null {
  try {
    const { id, type, object } = JSON.parse(body) as { id?: unknown; type?: unknown; object?: unknown };
    if (typeof id !== 'string' || typeof type !== 'string' || typeof object !== 'string') return null;
    const subject = type.startsWith('checkout.')
      ? 'checkout'
      : type.startsWith('refund.')
        ? 'refund'
        : 'other';
    return { id, type, subject, ref: object, payload: { type, object } };
  } catch {
    return null; // signed, but no event of ours
  }
}
