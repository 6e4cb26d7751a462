import { eq, sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { paymentEvents, refunds } from '#db/schema/orders.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { markDelivered, markDelivering } from '#lib/orders/order-state.ts';
import { ledgerOf, openShop } from '#lib/orders/testing/shop.ts';
import { listOutsideRefunds } from './list-outside-refunds.ts';
import { requestRefund, requestRefundInput } from './request-refund.ts';
import { deliverEvent, openCheckout, payAs, providers, runPaymentJobs } from './testing.ts';

testDatabase();
beforeAll(openShop);

const finance = testActor({ role: 'finance' });

async function paidOrder() {
  const { buyer, orderId, checkoutId: checkoutRef } = await openCheckout();
  await payAs(checkoutRef, 'succeed');
  await deliverEvent('checkout.paid', checkoutRef);
  await runPaymentJobs();
  return { buyer, orderId, checkoutRef };
}

it('shows a refund made in the provider’s own pages, once; no money moves', async () => {
  const { buyer, orderId, checkoutRef } = await paidOrder();
  const before = await ledgerOf(orderId);
  const made = await providers.simulated?.refund(
    { requestId: newId(), checkoutRef, amount: { minor: 100n, currency: 'CNY' } },
    { signal: AbortSignal.timeout(10_000) },
  );
  const ref = made?.kind === 'done' ? made.value.ref : '';
  await deliverEvent('refund.created', ref);
  await deliverEvent('refund.succeeded', ref);
  await runPaymentJobs();
  expect(await listOutsideRefunds(finance)).toEqual([{ provider: 'simulated', ref, at: expect.any(Date) }]);
  expect(await ledgerOf(orderId)).toEqual(before);
  for (const actor of [buyer, testActor({ role: 'operator' }), testActor({ role: 'support' })])
    await expect(listOutsideRefunds(actor)).rejects.toMatchObject({ code: 'forbidden' });
});

it('shows none of the portal’s own, though it was told of it before its own asking was answered', async () => {
  const { orderId } = await paidOrder();
  await db().transaction(async (tx) => {
    await markDelivering(tx, orderId);
    await markDelivered(tx, orderId);
  });
  await requestRefund(
    finance,
    requestRefundInput.parse({ requestId: newId(), orderId, destination: 'source', reason: 'asked for' }),
  );
  await runPaymentJobs();
  const [own] = await db().select().from(refunds).where(eq(refunds.orderId, orderId));
  await deliverEvent('refund.succeeded', own?.providerRef ?? '');
  await runPaymentJobs();
  const told = sql`${paymentEvents.providerRef} = ${`refund:${own?.providerRef}`}`;
  // What the event comes to when it is faster than the answer that brings the refund's id.
  await db().update(paymentEvents).set({ result: 'unknownRefund' }).where(told);
  const refs = (await listOutsideRefunds(finance)).map(({ ref }) => ref);
  expect(own?.providerRef).toBeTruthy();
  expect(refs).not.toContain(own?.providerRef);
});
