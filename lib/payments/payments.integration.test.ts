import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { invoices, orders, paymentEvents, payments } from '#db/schema/orders.ts';
import { testClock } from '#db/schema/clock.ts';
import { complianceRuleSets } from '#db/schema/compliance.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { newId } from '#lib/ids/new-id.ts';
import { cancelOrder, cancelOrderInput } from '#lib/orders/cancel-order.ts';
import { readOrder } from '#lib/orders/read-order.ts';
import { fillWallet, ledgerOf, newBuyer, newOrder, openShop } from '#lib/orders/testing/shop.ts';
import { expireQuotes } from '#lib/quotes/expire-quotes.ts';
import { listWalletPostings, listWalletPostingsInput } from '#lib/wallet/list-wallet-postings.ts';
import { topUpWallet, topUpWalletInput } from '#lib/wallet/top-up-wallet.ts';
import { walletBalance } from '#lib/wallet/wallet-balance.ts';
import { confirmRemittance, confirmRemittanceInput } from './confirm-remittance.ts';
import { payOrder, payOrderInput } from './pay-order.ts';
import { deliverEvent, payAs, providers, runPaymentJobs, tools } from './testing.ts';
import { receiveEvent } from './receive-event.ts';
import { startPayment } from './start-payment.ts';

testDatabase();
beforeAll(openShop);

/** 2,376.00 and 9 % GST. */
const total = 258984n;

const pay = (actor: Actor, orderId: string, method: string, requestId = newId()) =>
  payOrder(actor, payOrderInput.parse({ requestId, orderId, method }));

async function paymentOf(id: string) {
  const [payment] = await db().select().from(payments).where(eq(payments.id, id));
  if (!payment) throw new Error('no such payment');
  return payment;
}

/** An order with an open checkout at the simulated provider. */
async function checkout() {
  const buyer = await newBuyer();
  const orderId = await newOrder(buyer);
  const { paymentId } = await pay(buyer, orderId, 'simulated');
  await runPaymentJobs();
  const { providerRef } = await paymentOf(paymentId);
  if (!providerRef) throw new Error('not started');
  return { buyer, orderId, paymentId, ref: providerRef };
}

const stateOf = async (buyer: Actor, orderId: string) => (await readOrder(buyer, orderId)).state;
const confirm = (code: string | null, amount: string, actor = testActor({ role: 'finance' })) =>
  confirmRemittance(
    actor,
    confirmRemittanceInput.parse({
      requestId: newId(),
      identificationCode: code,
      amount,
      bankReference: 'B-1',
    }),
  );

describe('paying by card', () => {
  it('makes one checkout for a payment however often the job runs, and leads the buyer there', async () => {
    const { buyer, orderId, paymentId, ref } = await checkout();
    await db().update(payments).set({ state: 'starting' }).where(eq(payments.id, paymentId));
    await startPayment({ paymentId }, tools);
    expect(await paymentOf(paymentId)).toMatchObject({ state: 'pending', providerRef: ref });
    expect((await readOrder(buyer, orderId)).payments[0]?.payUrl).toContain(`/sandbox/pay/${ref}`);
  });

  it('once paid gives ledger, invoice and delivery of the same total, in one go', async () => {
    const { buyer, orderId, ref } = await checkout();
    await payAs(ref, 'succeed');
    await deliverEvent('checkout.paid', ref);
    await runPaymentJobs();
    const order = await readOrder(buyer, orderId);
    expect(order).toMatchObject({ state: 'paid', total: { minor: total } });
    expect(order.payments).toMatchObject([{ state: 'succeeded', purpose: 'order' }]);
    const [invoice] = await db().select().from(invoices).where(eq(invoices.orderId, orderId));
    expect(invoice).toMatchObject({ kind: 'invoice', total, net: 237600n, tax: 21384n });
    const lines = await ledgerOf(buyer.orgId);
    expect(lines).toContain(`sale clearing:simulated ${total}`);
    expect(
      lines
        .filter((line) => !line.includes('clearing'))
        .reduce((sum, line) => sum + BigInt(line.split(' ')[2] ?? 0), 0n),
    ).toBe(-total);
  });

  it('declined leaves the order unpaid, and it can be paid another way', async () => {
    const { buyer, orderId, paymentId, ref } = await checkout();
    await payAs(ref, 'decline');
    await deliverEvent('checkout.failed', ref);
    await runPaymentJobs();
    expect(await paymentOf(paymentId)).toMatchObject({ state: 'failed', failure: 'card_declined' });
    expect(await stateOf(buyer, orderId)).toBe('awaitingPayment');
    await fillWallet(buyer, total);
    await pay(buyer, orderId, 'wallet');
    expect(await stateOf(buyer, orderId)).toBe('paid');
  });

  it('closes the earlier checkout when another way is taken, and a buyer who still pays it gets the money in the wallet', async () => {
    const { buyer, orderId, paymentId, ref } = await checkout();
    await fillWallet(buyer, total);
    await payAs(ref, 'succeed');
    await pay(buyer, orderId, 'wallet');
    await runPaymentJobs();
    await deliverEvent('checkout.paid', ref);
    await runPaymentJobs();
    expect(await stateOf(buyer, orderId)).toBe('paid');
    expect(await paymentOf(paymentId)).toMatchObject({ state: 'succeeded', purpose: 'topUp', orderId });
    expect((await walletBalance(buyer)).minor).toBe(total);
  });

  it('is refused to who may not pay, to another organisation, and twice; a repeat gives the first payment', async () => {
    const buyer = await newBuyer();
    const orderId = await newOrder(buyer);
    await expect(
      pay(testActor({ role: 'developer', orgId: buyer.orgId }), orderId, 'simulated'),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(pay(await newBuyer(), orderId, 'simulated')).rejects.toMatchObject({ code: 'notFound' });
    await expect(pay(buyer, orderId, 'stripe')).rejects.toMatchObject({ messageId: 'payments.methodOff' });
    const requestId = newId();
    const [one, two] = await Promise.all([
      pay(buyer, orderId, 'simulated', requestId),
      pay(buyer, orderId, 'simulated', requestId),
    ]);
    expect(one).toEqual(two);
    expect(await db().$count(payments, eq(payments.orderId, orderId))).toBe(1);
  });

  it('asks the compliance rules again and keeps the refusal as an attempt that failed', async () => {
    const buyer = await newBuyer();
    const orderId = await newOrder(buyer);
    await withRule(async () => {
      await expect(pay(buyer, orderId, 'simulated')).rejects.toMatchObject({
        code: 'refused',
        params: { rule: 'nobody-in-sg' },
      });
    });
    expect((await readOrder(buyer, orderId)).payments).toMatchObject([
      { state: 'failed', failure: 'rule:nobody-in-sg' },
    ]);
    expect(await stateOf(buyer, orderId)).toBe('awaitingPayment');
  });
});

describe('events', () => {
  /** What different lives of the same payment end in: the ledger, without ids. */
  async function lifeOf(
    events: (ref: string, orderId: string, buyer: Actor) => Promise<void>,
  ): Promise<string[]> {
    const { buyer, orderId, ref } = await checkout();
    await events(ref, orderId, buyer);
    await runPaymentJobs();
    expect(await db().$count(invoices, eq(invoices.orderId, orderId))).toBe(1);
    expect(await stateOf(buyer, orderId)).toBe('paid');
    return ledgerOf(buyer.orgId);
  }

  it('once, twice, at once, late, out of order, or never: the same ledger', async () => {
    const once = await lifeOf(async (ref) => {
      await payAs(ref, 'succeed');
      await deliverEvent('checkout.paid', ref);
    });
    expect(once).toHaveLength(6);
    const twice = await lifeOf(async (ref) => {
      await payAs(ref, 'succeed');
      const id = newId();
      expect(await deliverEvent('checkout.paid', ref, id)).toBe('stored');
      await runPaymentJobs();
      expect(await deliverEvent('checkout.paid', ref, id)).toBe('known');
      await deliverEvent('checkout.paid', ref); // the same news under another id
    });
    const atOnce = await lifeOf(async (ref) => {
      await payAs(ref, 'succeed');
      await Promise.all(Array.from({ length: 4 }, () => deliverEvent('checkout.paid', ref)));
      await Promise.all([runPaymentJobs(), runPaymentJobs(), runPaymentJobs()]);
    });
    const outOfOrder = await lifeOf(async (ref) => {
      await payAs(ref, 'succeed');
      await deliverEvent('checkout.paid', ref);
      await deliverEvent('checkout.expired', ref);
      await deliverEvent('checkout.opened', ref);
    });
    const never = await lifeOf(async (ref, orderId) => {
      await payAs(ref, 'succeed');
      // Nothing arrives; the timer finds the payment quiet and reads it.
      await db()
        .update(payments)
        .set({ createdAt: new Date(Date.now() - 600_000) })
        .where(eq(payments.orderId, orderId));
      await expireQuotes();
    });
    for (const other of [twice, atOnce, outOfOrder, never]) expect(other).toEqual(once);
  });

  it('for an order that was cancelled: the money fills the wallet, once, in whatever order it is told', async () => {
    const lives: string[][] = [];
    // One after the other: whoever runs the jobs runs everybody's, and the other would look before they are done.
    for (const types of [
      ['checkout.paid', 'checkout.paid'],
      ['checkout.expired', 'checkout.paid', 'checkout.opened'],
    ]) {
      const { buyer, orderId, ref } = await checkout();
      await payAs(ref, 'succeed');
      await cancelOrder(buyer, cancelOrderInput.parse({ requestId: newId(), orderId }));
      for (const type of types) await deliverEvent(type, ref);
      await runPaymentJobs();
      expect(await stateOf(buyer, orderId)).toBe('cancelled');
      expect((await walletBalance(buyer)).minor).toBe(total);
      expect(await db().$count(invoices, eq(invoices.orderId, orderId))).toBe(0);
      lives.push(await ledgerOf(buyer.orgId));
    }
    expect(lives[0]).toEqual([`topUp clearing:simulated ${total}`, `topUp wallet:* -${total}`]);
    expect(lives[1]).toEqual(lives[0]);
  });

  it('for a quote that ran out: the money fills the wallet, the same ledger once, twice, late, out of order, or never told', async () => {
    const lives: string[][] = [];
    for (const types of [
      ['checkout.paid'],
      ['checkout.paid', 'checkout.paid'],
      ['checkout.expired', 'checkout.paid', 'checkout.opened'],
      [],
    ]) {
      const { buyer, orderId, ref } = await checkout();
      await payAs(ref, 'succeed');
      // Nobody told the portal in time.
      await db()
        .update(orders)
        .set({ payUntil: new Date('2026-01-01') })
        .where(eq(orders.id, orderId));
      await expireQuotes();
      expect(await stateOf(buyer, orderId)).toBe('expired');
      for (const type of types) await deliverEvent(type, ref);
      await runPaymentJobs();
      await deliverEvent('checkout.paid', ref);
      await runPaymentJobs();
      expect(await stateOf(buyer, orderId)).toBe('expired');
      expect((await walletBalance(buyer)).minor).toBe(total);
      expect(await db().$count(invoices, eq(invoices.orderId, orderId))).toBe(0);
      lives.push(await ledgerOf(buyer.orgId));
    }
    for (const life of lives)
      expect(life).toEqual([`topUp clearing:simulated ${total}`, `topUp wallet:* -${total}`]);
  });

  it('are stored before anything is done, and only when they are genuine', async () => {
    const before = await db().$count(paymentEvents);
    expect(
      await receiveEvent(
        'simulated',
        '{"id":"x","type":"checkout.paid","object":"sim_1"}',
        new Headers(),
        providers,
      ),
    ).toBe('notGenuine');
    expect(await receiveEvent('stripe', '{}', new Headers(), providers)).toBe('noSuchProvider');
    expect(await db().$count(paymentEvents)).toBe(before);
    await deliverEvent('account.updated', 'sim_1');
    await deliverEvent('checkout.paid', 'sim_of_nobody');
    await runPaymentJobs();
    const done = await db()
      .select({ type: paymentEvents.type, result: paymentEvents.result })
      .from(paymentEvents)
      .where(and(eq(paymentEvents.provider, 'simulated'), eq(paymentEvents.type, 'account.updated')));
    expect(done).toEqual([{ type: 'account.updated', result: 'ignored' }]);
  });
});

describe('the wallet', () => {
  it('pays an order at once, and never more than it holds', async () => {
    const buyer = await newBuyer();
    const orderId = await newOrder(buyer);
    await fillWallet(buyer, total - 1n);
    await expect(pay(buyer, orderId, 'wallet')).rejects.toMatchObject({
      code: 'quota',
      messageId: 'wallet.notEnough',
      params: { balance: '2589.83', needed: '2589.84' },
    });
    expect((await walletBalance(buyer)).minor).toBe(total - 1n);
    await fillWallet(buyer, 1n);
    await pay(buyer, orderId, 'wallet');
    expect(await stateOf(buyer, orderId)).toBe('paid');
    const { rows } = await listWalletPostings(buyer, listWalletPostingsInput.parse({}));
    expect(rows.reduce((sum, { amount }) => sum + amount.minor, 0n)).toBe((await walletBalance(buyer)).minor);
    expect(rows[0]).toMatchObject({ kind: 'sale', amount: { minor: -total }, order: { id: orderId } });
  });

  it('never goes below nought when several orders are paid from it at once', async () => {
    const buyer = await newBuyer();
    await fillWallet(buyer, 2n * total + 5n);
    const ids = await Promise.all(Array.from({ length: 5 }, () => newOrder(buyer)));
    const paid = await Promise.allSettled(ids.map((id) => pay(buyer, id, 'wallet')));
    expect(paid.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect((await walletBalance(buyer)).minor).toBe(5n);
  });

  it('pays one order once when it is asked twice at once', async () => {
    const buyer = await newBuyer();
    await fillWallet(buyer, 3n * total);
    const orderId = await newOrder(buyer);
    const paid = await Promise.allSettled([pay(buyer, orderId, 'wallet'), pay(buyer, orderId, 'wallet')]);
    expect(paid.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await walletBalance(buyer)).minor).toBe(2n * total);
  });

  it('is filled by card and by remittance, once each, for those who may', async () => {
    const buyer = await newBuyer();
    const topUp = (method: string, amount: string, actor = buyer) =>
      topUpWallet(actor, topUpWalletInput.parse({ requestId: newId(), amount, method }));
    await expect(
      topUp('simulated', '5', testActor({ role: 'viewer', orgId: buyer.orgId })),
    ).rejects.toMatchObject({ code: 'forbidden' });
    for (const bad of ['0', '1.234', '-5', 'ten', '1000000'])
      await expect(topUp('simulated', bad)).rejects.toMatchObject({ messageId: 'wallet.badAmount' });
    const { paymentId } = await topUp('simulated', '1,500.50');
    await runPaymentJobs();
    const { providerRef } = await paymentOf(paymentId);
    await payAs(providerRef ?? '', 'succeed');
    await deliverEvent('checkout.paid', providerRef ?? '');
    await deliverEvent('checkout.paid', providerRef ?? '');
    await runPaymentJobs();
    expect((await walletBalance(buyer)).minor).toBe(150050n);
    const second = await topUp('remittance', '100');
    const { identificationCode } = await paymentOf(second.paymentId);
    expect(await confirm(identificationCode, '100.00')).toMatchObject({ result: 'toppedUp' });
    expect((await walletBalance(buyer)).minor).toBe(160050n);
  });
});

describe('a remittance', () => {
  it('holds the capacity for days, and pays the order when finance has seen the money; only finance, only the right amount', async () => {
    const buyer = await newBuyer();
    const orderId = await newOrder(buyer);
    const { paymentId } = await pay(buyer, orderId, 'remittance');
    const { identificationCode: code } = await paymentOf(paymentId);
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    const order = await readOrder(buyer, orderId);
    expect(order.payUntil.getTime() - order.now.getTime()).toBeGreaterThan(6 * 86_400_000);
    await expect(confirm(code, '2589.84', testActor({ role: 'operator' }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(confirm(code, '2589.83')).rejects.toMatchObject({
      code: 'conflict',
      messageId: 'payments.amountDiffers',
      params: { expected: '2589.84' },
    });
    await expect(confirm('ZZZZZZZZ', '1')).rejects.toMatchObject({ code: 'notFound' });
    expect(await confirm(` ${code?.toLowerCase()} `, '2,589.84')).toMatchObject({ result: 'orderPaid' });
    expect(await confirm(code, '2589.84')).toMatchObject({ result: 'alreadyDone' });
    expect(await stateOf(buyer, orderId)).toBe('paid');
    expect((await ledgerOf(buyer.orgId)).filter((line) => line.startsWith('sale bank'))).toEqual([
      `sale bank ${total}`,
    ]);
  });

  it('that comes after its order ran out fills the wallet', async () => {
    const buyer = await newBuyer();
    const orderId = await newOrder(buyer);
    const { paymentId } = await pay(buyer, orderId, 'remittance');
    await db().insert(testClock).values({ offset: '8 days' }).onConflictDoNothing();
    await expireQuotes();
    expect(await stateOf(buyer, orderId)).toBe('expired');
    const { identificationCode } = await paymentOf(paymentId);
    expect(await confirm(identificationCode, '2589.84')).toMatchObject({ result: 'intoWallet' });
    expect((await walletBalance(buyer)).minor).toBe(total);
  });
});

/** A rule set that refuses every buyer in Singapore, while `work` runs. */
async function withRule(work: () => Promise<void>): Promise<void> {
  const id = newId();
  await db()
    .insert(complianceRuleSets)
    .values({
      id,
      version: 1,
      effectiveFrom: new Date('2026-01-01'),
      rules: [{ id: 'nobody-in-sg', when: { buyerCountry: ['SG'] } }],
      createdBy: 'test',
    });
  try {
    await work();
  } finally {
    await db().delete(complianceRuleSets).where(eq(complianceRuleSets.id, id));
  }
}
