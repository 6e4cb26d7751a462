import { expect, it } from 'vitest';
import { cardPaymentsContract } from '../contract.ts';
import { cardProviders } from '../registry.ts';
import { decide, simulatedPayments } from './index.ts';
import { isSigned, signatureHeader, signBody } from './signature.ts';
import { memoryStore } from './store.ts';

const secret = 'whsec_of_the_contract_suite';
const options = { sandbox: true, webhookSecret: secret, payPage: 'http://127.0.0.1:3000/sandbox/pay' };

cardPaymentsContract('simulated', async () => {
  const store = memoryStore();
  return {
    provider: simulatedPayments({ ...options, store }),
    async pay(ref) {
      await decide(store, ref, 'succeed');
    },
    async event(type, ref) {
      const body = JSON.stringify({ id: `evt_${type}_${ref}`, type, object: ref });
      return { body, headers: new Headers({ [signatureHeader]: signBody(body, secret, new Date()) }) };
    },
    types: { paid: 'checkout.paid', refunded: 'refund.succeeded' },
  };
});

it('refuses to exist outside sandbox mode', () => {
  expect(() => simulatedPayments({ ...options, sandbox: false, store: memoryStore() })).toThrow(/sandbox/);
  const config = {
    portalUrl: 'http://127.0.0.1:3000',
    simulated: { webhookSecret: secret, store: memoryStore() },
  };
  expect(Object.keys(cardProviders({ ...config, sandbox: false }))).toEqual([]);
  expect(Object.keys(cardProviders({ ...config, sandbox: true }))).toEqual(['simulated']);
});

it('a declined checkout cannot be paid after all', async () => {
  const store = memoryStore();
  const provider = simulatedPayments({ ...options, store });
  const started = await provider.startCheckout(
    {
      requestId: 'r',
      reference: 'r',
      amount: { minor: 1n, currency: 'CNY' },
      description: 'd',
      locale: 'en',
      successUrl: 'http://a',
      cancelUrl: 'http://b',
    },
    { signal: new AbortController().signal },
  );
  if (started.kind !== 'done') throw new Error('not started');
  await decide(store, started.value.ref, 'decline');
  expect(await decide(store, started.value.ref, 'succeed')).toMatchObject({ state: 'failed' });
});

it('takes no signature that is older than five minutes', () => {
  const now = new Date('2026-11-25T12:00:00Z');
  const header = signBody('{}', secret, now);
  expect(isSigned('{}', header, secret, new Date(now.getTime() + 299_000))).toBe(true);
  expect(isSigned('{}', header, secret, new Date(now.getTime() + 301_000))).toBe(false);
});
