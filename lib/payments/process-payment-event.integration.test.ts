import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import type { CardPayments } from '#adapters/payments/port.ts';
import type { CardProviders } from '#adapters/payments/registry.ts';
import { db } from '#db/connection.ts';
import { paymentEvents, payments } from '#db/schema/orders.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { openShop } from '#lib/orders/testing/shop.ts';
import { processPaymentEvent } from './process-payment-event.ts';
import { deliverEvent, openCheckout, payAs, providers } from './testing.ts';

testDatabase();
beforeAll(openShop);

it('keeps an event while the provider refuses our key, and follows it when it takes it again', async () => {
  const { paymentId, checkoutId } = await openCheckout();
  const { simulated } = providers;
  if (!simulated) throw new Error('no simulated provider');
  await payAs(checkoutId, 'succeed');
  await deliverEvent('checkout.paid', checkoutId);
  const refusing: CardPayments = {
    ...simulated,
    readCheckout: () => Promise.resolve({ kind: 'rejected', reason: 'denied', detail: 'invalid key' }),
  };
  const [event] = await db()
    .select()
    .from(paymentEvents)
    .where(eq(paymentEvents.providerRef, `checkout:${checkoutId}`));
  const follow = (given: CardProviders) =>
    processPaymentEvent({ paymentEventId: event?.id ?? '' }, { providers: given });
  const state = async () => (await db().select().from(payments).where(eq(payments.id, paymentId)))[0]?.state;
  await expect(follow({ ...providers, simulated: refusing })).rejects.toThrow('invalid key');
  expect(await state()).toBe('pending');
  await follow(providers);
  expect(await state()).toBe('succeeded');
});
