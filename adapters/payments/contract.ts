import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CardPayments, CheckoutRequest } from './port.ts';

export type Rig = {
  provider: CardPayments;
  /** Plays the buyer on the provider's page. */
  pay(ref: string): Promise<void>;
  /** A genuine event about an object, as the provider would send it. */
  event(type: string, ref: string): Promise<{ body: string; headers: Headers }>;
  types: { paid: string; refunded: string };
};

const options = () => ({ signal: AbortSignal.timeout(20_000) });

function request(minor = 251_856n): CheckoutRequest {
  const id = randomUUID();
  return {
    requestId: id,
    reference: id,
    amount: { minor, currency: 'CNY' },
    description: 'Order C-TEST',
    locale: 'zh',
    successUrl: 'http://127.0.0.1:3000/orders/1?back=paid',
    cancelUrl: 'http://127.0.0.1:3000/orders/1?back=cancelled',
  };
}

/** What every card provider must keep to. */
export function cardPaymentsContract(name: string, make: () => Promise<Rig>): void {
  const started = async (rig: Rig, asked = request()) => {
    const outcome = await rig.provider.startCheckout(asked, options());
    if (outcome.kind !== 'done') throw new Error(`not started: ${outcome.detail}`);
    return { asked, ...outcome.value };
  };

  describe(`card payments: ${name}`, () => {
    it('starts an open checkout with our reference and amount, and gives the same one to the same request id', async () => {
      const rig = await make();
      const { asked, ref, payUrl } = await started(rig);
      expect(payUrl).toMatch(/^https?:\/\//);
      expect((await started(rig, asked)).ref).toBe(ref);
      expect(await rig.provider.readCheckout(ref, options())).toMatchObject({
        kind: 'done',
        value: { ref, reference: asked.reference, state: 'open', amount: asked.amount },
      });
    });

    it('reads as paid once the buyer has paid, and cannot be closed then', async () => {
      const rig = await make();
      const { ref } = await started(rig);
      await rig.pay(ref);
      expect(await rig.provider.readCheckout(ref, options())).toMatchObject({ value: { state: 'paid' } });
      expect(await rig.provider.closeCheckout(ref, options())).toMatchObject({
        kind: 'done',
        value: { state: 'paid' },
      });
    });

    it('closes an open checkout, for good', async () => {
      const rig = await make();
      const { ref } = await started(rig);
      expect(await rig.provider.closeCheckout(ref, options())).toMatchObject({ value: { state: 'expired' } });
      expect(await rig.provider.readCheckout(ref, options())).toMatchObject({ value: { state: 'expired' } });
    });

    it('refunds once for one request id, and never more than was paid', async () => {
      const rig = await make();
      const { ref, asked } = await started(rig);
      await rig.pay(ref);
      const wanted = { requestId: randomUUID(), checkoutRef: ref, amount: asked.amount };
      const first = await rig.provider.refund(wanted, options());
      expect(first).toMatchObject({ kind: 'done', value: { state: 'succeeded' } });
      expect(await rig.provider.refund(wanted, options())).toEqual(first);
      if (first.kind === 'done')
        expect(await rig.provider.readRefund(first.value.ref, options())).toEqual(first);
      const again = { ...wanted, requestId: randomUUID() };
      expect(await rig.provider.refund(again, options())).toMatchObject({
        kind: 'rejected',
        reason: 'invalid',
      });
    });

    it('refuses to refund what was not paid, and says so of what does not exist', async () => {
      const rig = await make();
      const { ref, asked } = await started(rig);
      const wanted = { requestId: randomUUID(), checkoutRef: ref, amount: asked.amount };
      expect(await rig.provider.refund(wanted, options())).toMatchObject({
        kind: 'rejected',
        reason: 'invalid',
      });
      for (const missing of [
        rig.provider.readCheckout('nothing', options()),
        rig.provider.readRefund('nothing_r1', options()),
      ])
        expect(await missing).toMatchObject({ kind: 'rejected', reason: 'notFound' });
    });

    it('reads a genuine event as a pointer, and none that was altered, unsigned or signed by another', async () => {
      const rig = await make();
      const { ref } = await started(rig);
      const { body, headers } = await rig.event(rig.types.paid, ref);
      expect(rig.provider.readEvent(body, headers)).toMatchObject({
        type: rig.types.paid,
        subject: 'checkout',
        ref,
      });
      expect(rig.provider.readEvent(body.replace(ref, `${ref}x`), headers)).toBeNull();
      expect(rig.provider.readEvent(body, new Headers())).toBeNull();
      const refund = await rig.event(rig.types.refunded, `${ref}_r1`);
      expect(rig.provider.readEvent(refund.body, refund.headers)).toMatchObject({ subject: 'refund' });
      expect(rig.provider.readEvent(body, refund.headers)).toBeNull();
    });
  });
}
