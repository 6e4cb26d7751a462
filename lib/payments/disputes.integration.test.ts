import { Stripe } from 'stripe';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { stripePayments } from '#adapters/payments/stripe/index.ts';
import { db } from '#db/connection.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { listDisputes } from './list-disputes.ts';
import { processPaymentEvent } from './process-payment-event.ts';
import { receiveEvent } from './receive-event.ts';

testDatabase();

const webhookSecret = 'whsec_of_the_disputes_test';
const providers = { stripe: stripePayments({ secretKey: 'sk_test_123', webhookSecret }) };

function deliver(id: string, type: string, status: string, created: number) {
  const object = {
    id: 'dp_1',
    object: 'dispute',
    amount: 251_856,
    currency: 'cny',
    reason: 'product_not_received',
    status,
  };
  const payload = JSON.stringify({ id, object: 'event', type, created, data: { object } });
  const signature = new Stripe('sk_test_123').webhooks.generateTestHeaderString({
    payload,
    secret: webhookSecret,
  });
  return receiveEvent('stripe', payload, new Headers({ 'stripe-signature': signature }), providers);
}

it('shows a dispute once, as its youngest event has it, whatever came first; no money moves', async () => {
  const created = 1_795_000_000;
  await deliver('evt_2', 'charge.dispute.closed', 'lost', created + 900);
  await deliver('evt_1', 'charge.dispute.created', 'needs_response', created);
  expect(await deliver('evt_2', 'charge.dispute.closed', 'lost', created + 900)).toBe('known');
  const { rows } = await db().execute<{ id: string }>(sql`select id from payment_events`);
  for (const { id } of rows) await processPaymentEvent({ paymentEventId: id }, { providers });
  expect(await listDisputes(testActor({ role: 'finance' }))).toEqual([
    {
      provider: 'stripe',
      ref: 'dp_1',
      amount: { minor: 251_856n, currency: 'CNY' },
      reason: 'product_not_received',
      status: 'lost',
      at: new Date((created + 900) * 1000),
    },
  ]);
  const done = await db().execute(sql`select from payment_events where result = 'kept'`);
  expect(done.rowCount).toBe(2);
  expect((await db().execute(sql`select from ledger_transactions`)).rowCount).toBe(0);
  for (const role of ['owner', 'operator', 'support'] as const)
    await expect(listDisputes(testActor({ role }))).rejects.toMatchObject({ code: 'forbidden' });
});
