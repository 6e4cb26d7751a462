import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RefundReceipt } from '#adapters/payments/port.ts';
import { db } from '#db/connection.ts';
import { users } from '#db/schema/accounts.ts';
import { apps } from '#db/schema/apps.ts';
import { invoices, orders, payments, quotes, refunds } from '#db/schema/orders.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { newId } from '#lib/ids/new-id.ts';
import { markDelivered, markDelivering, markDeliveryFailed } from '#lib/orders/order-state.ts';
import { readOrder } from '#lib/orders/read-order.ts';
import { cart, fillWallet, ledgerOf, newBuyer, newOrder, openShop, shop } from '#lib/orders/testing/shop.ts';
import { expireQuotes } from '#lib/quotes/expire-quotes.ts';
import { walletBalance } from '#lib/wallet/wallet-balance.ts';
import { confirmBankRefund, confirmBankRefundInput } from './confirm-bank-refund.ts';
import { confirmRemittance, confirmRemittanceInput } from './confirm-remittance.ts';
import { payOrder, payOrderInput, type PayOrder } from './pay-order.ts';
import type { PaymentTools } from './providers.ts';
import { reconcileRefund } from './reconcile-refund.ts';
import { refundFailedOrder, refundFailedOrderInput } from './refund-failed-order.ts';
import { requestRefund, requestRefundInput } from './request-refund.ts';
import { sendRefund } from './send-refund.ts';
import { payAs, runPaymentJobs, tools, deliverEvent } from './testing.ts';

testDatabase();
beforeAll(openShop);

const total = 258984n;
const finance = testActor({ role: 'finance' });

async function paidOrder(method: PayOrder['method'], buyer?: Actor, input = cart()) {
  const actor = buyer ?? (await newBuyer());
  const orderId = await newOrder(actor, input);
  const [due] = await db().select({ total: orders.total }).from(orders).where(eq(orders.id, orderId));
  if (method === 'wallet') await fillWallet(actor, due?.total ?? 0n);
  const { paymentId } = await payOrder(actor, payOrderInput.parse({ requestId: newId(), orderId, method }));
  await runPaymentJobs();
  const [payment] = await db().select().from(payments).where(eq(payments.id, paymentId));
  if (method === 'simulated') {
    await payAs(payment?.providerRef ?? '', 'succeed');
    await deliverEvent('checkout.paid', payment?.providerRef ?? '');
    await runPaymentJobs();
  }
  if (method === 'remittance') {
    const code = payment?.identificationCode;
    await confirmRemittance(
      finance,
      confirmRemittanceInput.parse({
        requestId: newId(),
        identificationCode: code,
        amount: '2589.84',
        bankReference: 'B',
      }),
    );
  }
  return { buyer: actor, orderId };
}

const delivered = (orderId: string) =>
  db().transaction(async (tx) => {
    await markDelivering(tx, orderId);
    await markDelivered(tx, orderId);
  });
const failed = (orderId: string) =>
  db().transaction((tx) =>
    markDeliveryFailed(tx, orderId, { messageId: 'apps.failure.quota', params: { city: 'Singapore' } }),
  );

const refund = (
  orderId: string,
  destination: 'source' | 'wallet',
  actor: Actor = finance,
  requestId = newId(),
) =>
  requestRefund(
    actor,
    requestRefundInput.parse({ requestId, orderId, destination, reason: 'asked for by the customer' }),
  );

const appOf = async (orderId: string) => {
  const [row] = await db()
    .select({ state: apps.state })
    .from(apps)
    .innerJoin(orders, eq(orders.appId, apps.id))
    .where(eq(orders.id, orderId));
  return row?.state;
};
/** Nothing is left of a refunded order but what went in and out. */
const netOf = async (orderId: string) => {
  const { rows } = await db().execute<{ account: string; sum: string }>(sql`
    select p.account_id as account, sum(p.amount)::text as sum from ledger_postings p
      join ledger_transactions t on t.id = p.transaction_id where t.detail->>'orderId' = ${orderId}
     group by 1 having sum(p.amount) <> 0`);
  return rows;
};

describe('a refund', () => {
  it('by card that takes days is read until it is through, and never sent again', async () => {
    const { buyer, orderId } = await paidOrder('simulated');
    await delivered(orderId);
    const wanted = await refund(orderId, 'source');
    const receipt: RefundReceipt = { ref: `re_${newId()}`, state: 'pending', failure: '' };
    let sent = 0;
    const { simulated } = tools.providers;
    if (!simulated) throw new Error('the simulated provider is on in these tests');
    const slow: PaymentTools = {
      providers: {
        simulated: {
          ...simulated,
          // A provider that has forgotten the request id of days ago refuses what was refunded already.
          refund: async () =>
            (sent += 1) === 1
              ? { kind: 'done', value: receipt }
              : { kind: 'rejected', reason: 'invalid', detail: 'charge_already_refunded' },
          readRefund: async () => ({ kind: 'done', value: receipt }),
        },
      },
    };
    for (let day = 0; day < 3; day += 1) await sendRefund(wanted, slow);
    expect(await readOrder(buyer, orderId)).toMatchObject({
      state: 'refunding',
      refunds: [{ state: 'sending' }],
    });
    receipt.state = 'succeeded';
    // Its event is lost; the timer finds the refund quiet and has it read.
    await db()
      .update(refunds)
      .set({ createdAt: new Date(Date.now() - 600_000) })
      .where(eq(refunds.orderId, orderId));
    await expireQuotes();
    await runPaymentJobs(slow);
    expect(await readOrder(buyer, orderId)).toMatchObject({ state: 'refunded' });
    expect(sent).toBe(1);
    expect(await netOf(orderId)).toEqual([]);
  });

  it('that was sent and comes back days later fills the wallet, once, and the buyer is told', async () => {
    const { buyer, orderId } = await paidOrder('simulated');
    await delivered(orderId);
    await db()
      .insert(users)
      .values({ id: buyer.id, name: 'Buyer', email: `${buyer.id}@example.com`, passwordHash: 'none' });
    const { refundId } = await refund(orderId, 'source');
    await runPaymentJobs();
    const [sent] = await db().select().from(refunds).where(eq(refunds.id, refundId));
    const lost = (state: RefundReceipt['state']) =>
      reconcileRefund('simulated', {
        ref: sent?.providerRef ?? '',
        state,
        failure: 'expired_or_canceled_card',
      });
    await Promise.all([lost('failed'), lost('failed')]);
    await lost('succeeded'); // an old word, late
    await lost('failed');
    expect((await walletBalance(buyer)).minor).toBe(total);
    expect(await readOrder(buyer, orderId)).toMatchObject({
      state: 'refunded',
      refunds: [{ state: 'succeeded', destination: 'wallet', failure: 'expired_or_canceled_card' }],
    });
    expect((await ledgerOf(buyer.orgId)).filter((line) => line.startsWith('correction'))).toEqual([
      `correction clearing:simulated ${total}`,
      `correction wallet:* -${total}`,
    ]);
    const told = await db().execute(
      sql`select from mails where template = 'refundReturned' and subject like '%' || (select number from orders where id = ${orderId}) || '%'`,
    );
    expect(told.rowCount).toBe(1);
    await expect(refund(orderId, 'wallet')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('by card sends the money back once, reverses every share, issues a credit note and ends the app', async () => {
    const { buyer, orderId } = await paidOrder('simulated');
    await delivered(orderId);
    const requestId = newId();
    const [one, two] = await Promise.all([
      refund(orderId, 'source', finance, requestId),
      refund(orderId, 'source', finance, requestId),
    ]);
    expect(one).toEqual(two);
    await expect(refund(orderId, 'wallet')).rejects.toMatchObject({ code: 'conflict' });
    await runPaymentJobs();
    await sendRefund(one, tools);
    const order = await readOrder(buyer, orderId);
    expect(order).toMatchObject({
      state: 'refunded',
      refunds: [{ state: 'succeeded', amount: { minor: total } }],
      payments: [{ state: 'refunded' }],
    });
    expect(order.invoices.map(({ kind }) => kind)).toEqual(['invoice', 'creditNote']);
    expect(await netOf(orderId)).toEqual([]);
    expect(await appOf(orderId)).toBe('retired');
    const [note] = await db()
      .select()
      .from(invoices)
      .where(sql`order_id = ${orderId} and kind = 'creditNote'`);
    expect(note?.total).toBe(-total);
    expect((await walletBalance(buyer)).minor).toBe(0n);
  });

  it('into the wallet fills it; a wallet payment goes back there whatever was asked', async () => {
    const card = await paidOrder('simulated');
    await delivered(card.orderId);
    await refund(card.orderId, 'wallet');
    const purse = await paidOrder('wallet');
    await delivered(purse.orderId);
    await refund(purse.orderId, 'source');
    await runPaymentJobs();
    for (const { buyer } of [card, purse]) expect((await walletBalance(buyer)).minor).toBe(total);
    expect((await ledgerOf(card.buyer.orgId)).filter((line) => line.startsWith('refund wallet'))).toEqual([
      `refund wallet:* -${total}`,
    ]);
  });

  it('of a remittance waits until finance has sent it', async () => {
    const { buyer, orderId } = await paidOrder('remittance');
    await delivered(orderId);
    const { refundId } = await refund(orderId, 'source');
    await runPaymentJobs();
    expect(await readOrder(buyer, orderId)).toMatchObject({
      state: 'refunding',
      refunds: [{ state: 'sending' }],
    });
    const confirm = (actor: Actor) =>
      confirmBankRefund(
        actor,
        confirmBankRefundInput.parse({ requestId: newId(), refundId, bankReference: 'OUT-1' }),
      );
    await expect(confirm(buyer)).rejects.toMatchObject({ code: 'forbidden' });
    await confirm(finance);
    await expect(confirm(finance)).rejects.toMatchObject({ code: 'conflict' });
    expect(await readOrder(buyer, orderId)).toMatchObject({ state: 'refunded' });
    expect(await netOf(orderId)).toEqual([]);
  });

  it('that the provider turns down leaves the order as it was, to be refunded another way', async () => {
    const { buyer, orderId } = await paidOrder('simulated');
    await delivered(orderId);
    await db().update(payments).set({ providerRef: 'sim_gone' }).where(eq(payments.orderId, orderId));
    await refund(orderId, 'source');
    await runPaymentJobs();
    expect(await readOrder(buyer, orderId)).toMatchObject({
      state: 'delivered',
      refunds: [{ state: 'failed' }],
    });
    await refund(orderId, 'wallet');
    await runPaymentJobs();
    expect(await readOrder(buyer, orderId)).toMatchObject({ state: 'refunded' });
    expect(await db().$count(refunds, eq(refunds.orderId, orderId))).toBe(2);
  });

  it('is for staff, of orders that were delivered or failed; a buyer may take one that failed, of their own', async () => {
    const { buyer, orderId } = await paidOrder('wallet');
    await expect(refund(orderId, 'wallet', buyer)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(refund(orderId, 'wallet', testActor({ role: 'operator' }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(refund(orderId, 'wallet')).rejects.toMatchObject({ messageId: 'orders.notRefundable' });
    const own = (actor: Actor) =>
      refundFailedOrder(
        actor,
        refundFailedOrderInput.parse({ requestId: newId(), orderId, destination: 'wallet' }),
      );
    await expect(own(buyer)).rejects.toMatchObject({ messageId: 'orders.deliveryNotFailed' });
    await failed(orderId);
    expect(await readOrder(buyer, orderId)).toMatchObject({
      state: 'deliveryFailed',
      reason: { params: { city: 'Singapore' } },
    });
    await expect(own(await newBuyer())).rejects.toMatchObject({ code: 'notFound' });
    await expect(own(testActor({ role: 'developer', orgId: buyer.orgId }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await own(buyer);
    await runPaymentJobs();
    expect(await readOrder(buyer, orderId)).toMatchObject({ state: 'refunded' });
    expect((await walletBalance(buyer)).minor).toBe(total);
  });
});

describe('whatever is bought', () => {
  it('quote = order = invoice = ledger, and a refund leaves nothing (40 random purchases)', async () => {
    const buyer = await newBuyer('CN');
    const offerings = [shop.singaporeEthereum, shop.hangzhouEthereum];
    const node = fc.record({
      tps: fc.integer({ min: 1, max: 900 }),
      storageGb: fc.integer({ min: 1, max: 700 }),
      bandwidthMbps: fc.integer({ min: 1, max: 99 }),
    });
    const purchase = fc.record({
      nodes: fc.array(node, { minLength: 1, maxLength: 2 }),
      unit: fc.constantFrom('month', 'year'),
      count: fc.integer({ min: 1, max: 11 }),
      back: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(purchase, async ({ nodes, unit, count, back }) => {
        const input = cart(offerings, {
          nodes: nodes.map((each, place) => ({ offeringId: offerings[place], ...each })),
          term: { unit, count },
        });
        const { orderId } = await paidOrder('wallet', buyer, input);
        const [row] = await db()
          .select({ order: orders, quote: quotes, invoice: invoices })
          .from(orders)
          .innerJoin(quotes, eq(quotes.id, orders.quoteId))
          .innerJoin(invoices, eq(invoices.orderId, orders.id))
          .where(eq(orders.id, orderId));
        if (!row) throw new Error('no order');
        const sums = ({ net, tax, total: all }: { net: bigint; tax: bigint; total: bigint }) => ({
          net,
          tax,
          all,
        });
        expect(sums(row.order)).toEqual(sums(row.quote));
        expect(sums(row.invoice)).toEqual(sums(row.quote));
        const { rows } = await db().execute<{ account: string; sum: string }>(sql`
          select p.account_id as account, sum(p.amount)::text as sum from ledger_postings p
            join ledger_transactions t on t.id = p.transaction_id
           where t.detail->>'orderId' = ${orderId} group by 1`);
        const of = (start: string) =>
          rows.filter((r) => r.account.startsWith(start)).reduce((sum, r) => sum + BigInt(r.sum), 0n);
        expect(of('wallet:')).toBe(row.order.total);
        expect(of('payable:tax')).toBe(-row.order.tax);
        expect(of('')).toBe(0n);
        if (!back) return;
        await delivered(orderId);
        await refund(orderId, 'wallet');
        await runPaymentJobs();
        expect(await netOf(orderId)).toEqual([]);
      }),
      { numRuns: 40, seed: 20261125 },
    );
  });
});
