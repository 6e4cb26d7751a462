import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardPaymentsContract } from '../contract.ts';
import { stripePayments } from './index.ts';
import { stripeStandIn } from './stand-in.ts';

const secretKey = 'sk_test_123';
const webhookSecret = 'whsec_of_the_contract_suite';
const standIns: Awaited<ReturnType<typeof stripeStandIn>>[] = [];
afterAll(() => Promise.all(standIns.map((standIn) => standIn.stop())));

function signed(id: string, type: string, object: Record<string, unknown>) {
  const body = JSON.stringify({ id, object: 'event', type, data: { object } });
  const signature = new Stripe(secretKey).webhooks.generateTestHeaderString({
    payload: body,
    secret: webhookSecret,
  });
  return { body, headers: new Headers({ 'stripe-signature': signature }) };
}

cardPaymentsContract('stripe, with a stand-in that remembers', async () => {
  const standIn = await stripeStandIn();
  standIns.push(standIn);
  return {
    provider: stripePayments({ secretKey, webhookSecret, apiBase: standIn.url }),
    pay: async (ref) => standIn.pay(ref),
    event: async (type, ref) => signed(`evt_${type}_${ref}`, type, { id: ref }),
    types: { paid: 'checkout.session.completed', refunded: 'refund.updated' },
  };
});

const options = () => ({ signal: AbortSignal.timeout(20_000) });

it('is unknown, never rejected, when Stripe does not answer or fails on its side', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => free.once('listening', resolve));
  const { port } = free.address() as AddressInfo; // it listens on TCP
  await new Promise((resolve) => free.close(resolve));
  const provider = stripePayments({ secretKey, webhookSecret, apiBase: `http://127.0.0.1:${port}` });
  expect(await provider.readCheckout('cs_1', options())).toMatchObject({ kind: 'unknown' });
  expect(await provider.readCheckout('cs_1', { signal: AbortSignal.abort() })).toMatchObject({
    kind: 'unknown',
  });
});

const stripeMock = [
  ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'stripe-mock')),
  join(homedir(), 'go', 'bin', 'stripe-mock'),
].find((path) => existsSync(path));

/** stripe-mock validates each request against Stripe's published OpenAPI document and answers with fixtures. */
describe.skipIf(!stripeMock)('stripe: the shape of every call, checked by stripe-mock', () => {
  let provider: ReturnType<typeof stripePayments>;
  let stop: () => void = () => undefined;

  beforeAll(async () => {
    const child = spawn(stripeMock ?? '', ['-http-addr', '127.0.0.1:0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    stop = () => child.kill();
    const port = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        const [, found] = /127\.0\.0\.1:(\d+)/.exec(chunk.toString()) ?? [];
        if (found && found !== '0') resolve(found);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`stripe-mock ended with ${code}`)));
    });
    provider = stripePayments({ secretKey, webhookSecret, apiBase: `http://127.0.0.1:${port}` });
  });
  afterAll(() => stop());

  const request = {
    requestId: 'payment-1',
    reference: 'payment-1',
    amount: { minor: 251_856n, currency: 'CNY' },
    description: 'Order C-7K2M9QXA',
    locale: 'zh' as const,
    successUrl: 'http://127.0.0.1:3000/orders/1',
    cancelUrl: 'http://127.0.0.1:3000/orders/1',
    customerEmail: 'buyer@example.com',
  };

  it('starting, reading and closing a checkout', async () => {
    expect(await provider.startCheckout(request, options())).toMatchObject({ kind: 'done' });
    const { customerEmail: _, ...without } = request;
    expect(await provider.startCheckout(without, options())).toMatchObject({ kind: 'done' });
    expect(await provider.readCheckout('cs_test_1', options())).toMatchObject({ kind: 'done' });
    expect(await provider.closeCheckout('cs_test_1', options())).toMatchObject({ kind: 'done' });
  });

  it('refunding and reading a refund', async () => {
    const wanted = { requestId: 'refund-1', checkoutRef: 'cs_test_1', amount: request.amount };
    const made = await provider.refund(wanted, options());
    // The fixture of a session has no payment: then only the call that would refund it is checked here, below.
    if (made.kind !== 'done')
      expect(made).toMatchObject({ kind: 'rejected', detail: 'checkout was not paid' });
    expect(await provider.readRefund('re_1', options())).toMatchObject({ kind: 'done' });
  });

  it('refuses what Stripe would refuse: stripe-mock really looks', async () => {
    const wrong = { ...request, requestId: 'payment-2', locale: 'tlh' as 'zh' }; // no such language: that is the point
    expect(await provider.startCheckout(wrong, options())).toMatchObject({
      kind: 'rejected',
      reason: 'invalid',
    });
  });
});

it('points to the refund or checkout that an event is about, under every name Stripe gives such events', () => {
  const provider = stripePayments({ secretKey, webhookSecret });
  const subjectOf = (type: string) => {
    const { body, headers } = signed(`evt_${type}`, type, { id: 'x_1' });
    return provider.readEvent(body, headers)?.subject;
  };
  for (const type of ['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated'])
    expect(subjectOf(type)).toBe('refund');
  for (const end of ['completed', 'expired', 'async_payment_succeeded', 'async_payment_failed'])
    expect(subjectOf(`checkout.session.${end}`)).toBe('checkout');
  // Its object is the charge, not a refund.
  expect(subjectOf('charge.refunded')).toBe('other');
});
