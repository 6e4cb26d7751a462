import { eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { mails, users } from '#db/schema/accounts.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { payOrder, payOrderInput } from '#lib/payments/pay-order.ts';
import { markDelivered, markDelivering, markDeliveryFailed } from './order-state.ts';
import { fillWallet, newBuyer, newOrder, openShop } from './testing/shop.ts';

testDatabase();
beforeAll(openShop);

it('tells whoever placed the order, in their language, each news once, and programs nothing', async () => {
  const buyer = await newBuyer();
  const email = `${newId()}@example.test`;
  await db().insert(users).values({ id: buyer.id, email, name: '小李', locale: 'zh', passwordHash: 'x' });
  await fillWallet(buyer, 10_000_000n);
  const pay = async (orderId: string, method: string) =>
    payOrder(buyer, payOrderInput.parse({ requestId: newId(), orderId, method }));
  const orderId = await newOrder(buyer);
  await pay(orderId, 'remittance');
  await pay(orderId, 'wallet');
  await db().transaction(async (tx) => {
    await markDelivering(tx, orderId);
    await markDeliveryFailed(tx, orderId, { messageId: 'apps.failure.quota', params: {} });
    await markDeliveryFailed(tx, orderId, { messageId: 'apps.failure.quota', params: {} });
    await markDelivering(tx, orderId);
    await markDelivered(tx, orderId);
    await markDelivered(tx, orderId);
  });
  const told = await db().select().from(mails).where(eq(mails.toAddress, email)).orderBy(mails.createdAt);
  expect(told.map(({ template }) => template).sort()).toEqual([
    'orderDelivered',
    'orderNotDelivered',
    'orderPaid',
    'remittanceDetails',
  ]);
  expect(new Set(told.map(({ locale }) => locale))).toEqual(new Set(['zh']));
  expect(told.find(({ template }) => template === 'orderPaid')?.text).toContain('2,589.84');
  const program = await newBuyer();
  await fillWallet(program, 10_000_000n);
  const other = await newOrder(program);
  await payOrder(program, payOrderInput.parse({ requestId: newId(), orderId: other, method: 'wallet' }));
  expect(await db().$count(mails)).toBe(4);
});
