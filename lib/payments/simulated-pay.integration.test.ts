import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { readOrder } from '#lib/orders/read-order.ts';
import { newBuyer, openShop } from '#lib/orders/testing/shop.ts';
import { askAboutPayment, askAboutPaymentInput } from './ask-about-payment.ts';
import { decideSimulated, decideSimulatedInput, readSimulatedCheckout } from './simulated-pay.ts';
import { deliverEvent, openCheckout, runPaymentJobs } from './testing.ts';

testDatabase();
beforeAll(openShop);

const decide = (checkoutId: string, decision: string, delivery: string) =>
  decideSimulated(decideSimulatedInput.parse({ checkoutId, decision, delivery }));

/** The events that are to be sent about a checkout, oldest first, with how far off they are. */
async function eventsOf(checkoutId: string) {
  const { rows } = await db().execute<{ id: string; type: string; late: boolean }>(sql`
    select j.payload->>'id' as id, j.payload->>'type' as type, j.run_at > now() + interval '5 seconds' as late
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'sendSimulatedEvent' and j.payload->>'ref' = ${checkoutId} order by j.id`);
  return rows;
}

it.each([
  ['once', [['checkout.paid', false]]],
  [
    'twice',
    [
      ['checkout.paid', false],
      ['checkout.paid', false],
    ],
  ],
  ['late', [['checkout.paid', true]]],
  [
    'outOfOrder',
    [
      ['checkout.paid', false],
      ['checkout.opened', false],
    ],
  ],
  ['never', []],
])('tells the portal %s', async (delivery, expected) => {
  const { checkoutId } = await openCheckout();
  await decide(checkoutId, 'succeed', delivery);
  const events = await eventsOf(checkoutId);
  expect(events.map(({ type, late }) => [type, late])).toEqual(expected);
  if (delivery === 'twice') expect(events[0]?.id).toBe(events[1]?.id);
});

it('leads the buyer back: paid or not, and a decision stands', async () => {
  const { checkoutId, orderId, paymentId } = await openCheckout();
  expect(await readSimulatedCheckout(checkoutId)).toMatchObject({
    state: 'open',
    amount: { minor: 258984n },
  });
  expect(await decide(checkoutId, 'decline', 'once')).toEqual({
    state: 'failed',
    next: `http://portal.test/orders/${orderId}?left=${paymentId}`,
  });
  expect(await decide(checkoutId, 'succeed', 'once')).toMatchObject({ state: 'failed' });
  await expect(readSimulatedCheckout('sim_of_nobody')).rejects.toMatchObject({ code: 'notFound' });
});

it('a buyer who is back is not kept waiting for an event; nobody asks about another organisation', async () => {
  const { buyer, orderId, paymentId, checkoutId } = await openCheckout();
  await decide(checkoutId, 'succeed', 'never');
  await askAboutPayment(await newBuyer(), askAboutPaymentInput.parse({ paymentId }));
  await runPaymentJobs();
  expect((await readOrder(buyer, orderId)).state).toBe('awaitingPayment');
  await askAboutPayment(buyer, askAboutPaymentInput.parse({ paymentId }));
  await askAboutPayment(buyer, askAboutPaymentInput.parse({ paymentId }));
  await runPaymentJobs();
  expect((await readOrder(buyer, orderId)).state).toBe('paid');
  await deliverEvent('checkout.paid', checkoutId);
  await runPaymentJobs();
  expect((await readOrder(buyer, orderId)).payments).toHaveLength(1);
});
