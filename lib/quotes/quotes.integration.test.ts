import { and, eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { announcements, db } from '#db/connection.ts';
import { billingProfiles } from '#db/schema/accounts.ts';
import { testClock } from '#db/schema/clock.ts';
import { complianceVerdicts } from '#db/schema/compliance.ts';
import { legalAcceptances } from '#db/schema/brand.ts';
import { orderLines, orders, quotes, reservations } from '#db/schema/orders.ts';
import { apps } from '#db/schema/apps.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { currentLegalText } from '#lib/legal/current-text.ts';
import { cancelOrder, cancelOrderInput } from '#lib/orders/cancel-order.ts';
import { placeOrder, placeOrderInput } from '#lib/orders/place-order.ts';
import { readOrder } from '#lib/orders/read-order.ts';
import { cart, heldQuote, hold, newBuyer, newOrder, openShop, shop } from '#lib/orders/testing/shop.ts';
import { createQuote } from './create-quote.ts';
import { expireQuotes } from './expire-quotes.ts';
import { getQuote } from './get-quote.ts';
import { listOpenQuotes } from './list-open-quotes.ts';
import { quoteState } from './quote-state.ts';

testDatabase();
beforeAll(openShop);

const order = async (quoteId: string, over: Record<string, unknown> = {}) =>
  placeOrderInput.parse({
    requestId: newId(),
    quoteId,
    legalTextId: (await currentLegalText('terms', 'en')).id,
    ...over,
  });

describe('a quote', () => {
  it('freezes price, tax and verdict, and asks the city nodes to hold: 2 x 2,376.00 + 9 % = 5,179.68', async () => {
    const buyer = await newBuyer('SG');
    const { quoteId } = await createQuote(buyer, cart([shop.singaporeEthereum, shop.hangzhouEthereum]));
    const quote = await getQuote(buyer, quoteId);
    expect(quote).toMatchObject({
      state: 'asking',
      net: { minor: 475200n, currency: 'CNY' },
      tax: { minor: 42768n },
      total: { minor: 517968n },
      taxName: 'GST',
      taxBasisPoints: 900,
      priceBookVersion: 1,
      verdict: { allowed: true, ruleSetVersion: 0 },
    });
    expect(quote.lines).toHaveLength(8);
    expect(quote.holds.map(({ state }) => state)).toEqual(['asking', 'asking']);
    expect(quote.expiresAt.getTime() - quote.now.getTime()).toBeGreaterThan(29 * 60_000);
    const { rows } = await db().execute(
      sql`select task_identifier from graphile_worker.jobs where task_identifier = 'holdCapacity'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    await hold(quoteId);
    expect(await getQuote(buyer, quoteId)).toMatchObject({ state: 'held' });
  });

  it('is waited for until the city nodes have answered, or for as long as was asked', async () => {
    const buyer = await newBuyer();
    const { quoteId } = await createQuote(buyer, cart());
    expect(await quoteState(buyer, quoteId)).toBe('asking');
    expect(await quoteState(buyer, quoteId, 30)).toBe('asking');
    const waiting = quoteState(buyer, quoteId, 60_000);
    const many = Array.from({ length: 60 }, () => quoteState(buyer, quoteId, 60_000));
    const answered: string[] = [];
    for (const each of many) void each.then((state) => answered.push(state));
    // Fifty wait, with the one above; nobody else does.
    await vi.waitFor(() => expect(answered).toEqual(Array(11).fill('asking')), 60_000);
    await hold(quoteId);
    expect(await waiting).toBe('held');
    expect((await Promise.all(many)).filter((state) => state === 'held')).toHaveLength(49);
    await expect(quoteState(await newBuyer(), quoteId)).rejects.toMatchObject({ code: 'notFound' });
    const nobody = testActor({ role: 'developer', orgId: '' });
    await expect(quoteState(nobody, quoteId)).rejects.toThrow();
  });

  it('is announced when it was answered for; should the word be lost, a look finds it', async () => {
    const buyer = await newBuyer();
    const [told, untold] = [await createQuote(buyer, cart()), await createQuote(buyer, cart())];
    const said: (string | null)[] = [];
    const end = announcements('quote_answered', () => undefined).onNews((what) => said.push(what));
    await vi.waitFor(async () => {
      await db().execute(sql`select pg_notify('quote_answered', 'is anybody there')`);
      expect(said).toContain('is anybody there');
    }, 60_000);
    expect(said).not.toContain(told.quoteId);
    await hold(told.quoteId);
    await vi.waitFor(() => expect(said).toContain(told.quoteId), 60_000);
    end();
    await db().execute(sql`alter table quotes disable trigger announce_answered_quote`);
    const waiting = quoteState(buyer, untold.quoteId, 60_000);
    await hold(untold.quoteId);
    await db().execute(sql`alter table quotes enable trigger announce_answered_quote`);
    expect(await waiting).toBe('held');
  });

  it('is made once for one request id', async () => {
    const buyer = await newBuyer();
    const input = cart();
    const made = await Promise.all([createQuote(buyer, input), createQuote(buyer, input)]);
    expect(new Set(made.map(({ quoteId }) => quoteId)).size).toBe(1);
    expect(await db().$count(quotes, eq(quotes.orgId, buyer.orgId))).toBe(1);
  });

  it('refuses a viewer, a missing billing profile, what is not for sale, and a mixture', async () => {
    const buyer = await newBuyer();
    await expect(
      createQuote(testActor({ role: 'viewer', orgId: buyer.orgId }), cart()),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(createQuote(testActor(), cart())).rejects.toMatchObject({ messageId: 'buy.profileMissing' });
    await expect(createQuote(buyer, cart([newId()]))).rejects.toMatchObject({ messageId: 'buy.notForSale' });
    await expect(
      createQuote(buyer, cart([shop.singaporePublic, shop.hangzhouEthereum])),
    ).rejects.toMatchObject({ messageId: 'buy.mixed' });
    await expect(
      createQuote(buyer, cart([shop.singaporePublic, shop.singaporeEthereum])),
    ).rejects.toMatchObject({ messageId: 'buy.nodeTwice' });
  });

  it("is another organisation's secret", async () => {
    const quoteId = await heldQuote(await newBuyer());
    await expect(getQuote(await newBuyer(), quoteId)).rejects.toMatchObject({ code: 'notFound' });
    await expect(placeOrder(await newBuyer(), await order(quoteId))).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  it('for a public chain to a buyer in China names the rule, keeps the verdict, says what else would do, and cannot be ordered', async () => {
    const buyer = await newBuyer('CN');
    const { quoteId } = await createQuote(buyer, cart([shop.singaporePublic]));
    const quote = await getQuote(buyer, quoteId);
    expect(quote).toMatchObject({
      state: 'notAllowed',
      taxBasisPoints: 600,
      verdict: { allowed: false, ruleId: 'cn-buyer-public', messageId: 'compliance.publicToChina' },
    });
    expect(quote.holds).toEqual([]);
    expect(quote.alternatives.map(({ slug, kind }) => [slug, kind])).toEqual([
      ['hangzhou', 'permissioned'],
      ['singapore', 'permissioned'],
    ]);
    const [kept] = await db()
      .select()
      .from(complianceVerdicts)
      .where(and(eq(complianceVerdicts.subjectId, quoteId), eq(complianceVerdicts.stage, 'quote')));
    expect(kept).toMatchObject({ allowed: 'no', ruleId: 'cn-buyer-public', inputs: { buyerCountry: 'CN' } });
    await expect(placeOrder(buyer, await order(quoteId))).rejects.toMatchObject({
      code: 'refused',
      messageId: 'compliance.publicToChina',
      params: { rule: 'cn-buyer-public' },
    });
  });

  it('is found again while it can be ordered, by its own organisation', async () => {
    const buyer = await newBuyer();
    const quoteId = await heldQuote(buyer);
    await newOrder(buyer);
    expect((await listOpenQuotes(buyer)).map(({ id }) => id)).toEqual([quoteId]);
    expect(await listOpenQuotes(await newBuyer())).toEqual([]);
  });

  it('keeps the buyer as it was when the profile changes afterwards', async () => {
    const buyer = await newBuyer();
    const quoteId = await heldQuote(buyer);
    await db()
      .update(billingProfiles)
      .set({ legalName: 'Other Ltd' })
      .where(eq(billingProfiles.orgId, buyer.orgId));
    expect((await getQuote(buyer, quoteId)).buyer.legalName).toBe('Buyer Ltd');
  });
});

describe('an order', () => {
  it("has the quote's lines with who is to be paid, holds the app's name and keeps the accepted terms", async () => {
    const buyer = await newBuyer();
    const input = cart([shop.singaporeEthereum, shop.hangzhouEthereum]);
    const orderId = await newOrder(buyer, input);
    const view = await readOrder(buyer, orderId);
    expect(view).toMatchObject({
      state: 'awaitingPayment',
      total: { minor: 517968n },
      app: { state: 'pending' },
    });
    expect(view.lines.reduce((sum, { net }) => sum + net.minor, 0n)).toBe(view.net.minor);
    expect(view.payUntil.getTime()).toBeGreaterThan(view.now.getTime() + 55 * 60_000);
    const lines = await db().select().from(orderLines).where(eq(orderLines.orderId, orderId));
    expect(new Set(lines.map(({ providerId }) => providerId)).size).toBe(2);
    expect(await db().$count(legalAcceptances, eq(legalAcceptances.orderId, orderId))).toBe(1);
    await expect(
      createQuote(buyer, cart([shop.singaporeEthereum], { appName: input.appName })),
    ).rejects.toMatchObject({
      code: 'conflict',
      messageId: 'apps.nameTaken',
    });
  });

  it('uses its quote once: of two at once one is placed, and the same request id gives the same order', async () => {
    const buyer = await newBuyer();
    const quoteId = await heldQuote(buyer);
    const one = await order(quoteId);
    const placed = await Promise.allSettled([
      placeOrder(buyer, one),
      placeOrder(buyer, one),
      placeOrder(buyer, await order(quoteId)),
    ]);
    expect(await db().$count(orders, eq(orders.quoteId, quoteId))).toBe(1);
    const ids = placed.flatMap((each) => (each.status === 'fulfilled' ? [each.value.orderId] : []));
    expect(new Set(ids).size).toBe(1);
    for (const each of placed)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ messageId: 'orders.quoteUsed' });
  });

  it('is refused before the city nodes hold, after one said no, and without terms', async () => {
    const buyer = await newBuyer();
    const { quoteId } = await createQuote(buyer, cart());
    await expect(placeOrder(buyer, await order(quoteId))).rejects.toMatchObject({
      messageId: 'orders.quoteNotHeld',
    });
    await db().update(quotes).set({ holdState: 'refused' }).where(eq(quotes.id, quoteId));
    await expect(placeOrder(buyer, await order(quoteId))).rejects.toMatchObject({
      messageId: 'orders.holdRefused',
    });
    const held = await heldQuote(buyer);
    const unknownTerms = await order(held, { legalTextId: newId() });
    await expect(placeOrder(buyer, unknownTerms)).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      placeOrder(testActor({ role: 'viewer', orgId: buyer.orgId }), await order(held)),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('can be given up while it is unpaid, which frees name and capacity; not by another organisation', async () => {
    const buyer = await newBuyer();
    const orderId = await newOrder(buyer);
    const input = cancelOrderInput.parse({ requestId: newId(), orderId });
    await expect(cancelOrder(await newBuyer(), input)).rejects.toMatchObject({ code: 'notFound' });
    await cancelOrder(buyer, input);
    await cancelOrder(buyer, input);
    expect(await readOrder(buyer, orderId)).toMatchObject({ state: 'cancelled', app: { state: 'failed' } });
    const again = cancelOrderInput.parse({ requestId: newId(), orderId });
    await expect(cancelOrder(buyer, again)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('time', () => {
  it('ends quotes nobody ordered and orders nobody paid, and frees what they held', async () => {
    const buyer = await newBuyer();
    const ordered = await newOrder(buyer);
    const forgotten = await heldQuote(buyer);
    await db().insert(testClock).values({ offset: '45 minutes' }).onConflictDoNothing();
    await expireQuotes();
    expect(await getQuote(buyer, forgotten)).toMatchObject({ state: 'expired' });
    await expect(placeOrder(buyer, await order(forgotten))).rejects.toMatchObject({ code: 'expired' });
    // The order was placed in time: it has half an hour more than its quote.
    expect(await readOrder(buyer, ordered)).toMatchObject({ state: 'awaitingPayment' });
    await db().update(testClock).set({ offset: '90 minutes' });
    await expireQuotes();
    await expireQuotes();
    expect(await readOrder(buyer, ordered)).toMatchObject({ state: 'expired', app: { state: 'failed' } });
    expect(await db().$count(apps, and(eq(apps.orgId, buyer.orgId), eq(apps.state, 'pending')))).toBe(0);
    const { rows } = await db().execute<{ quote_id: string }>(
      sql`select p.payload->>'quoteId' as quote_id from graphile_worker._private_jobs p
           join graphile_worker._private_tasks t on t.id = p.task_id where t.identifier = 'releaseCapacity'`,
    );
    const [{ quoteId = '' } = {}] = await db()
      .select({ quoteId: orders.quoteId })
      .from(orders)
      .where(eq(orders.id, ordered));
    expect(rows.map((row) => row.quote_id)).toEqual(expect.arrayContaining([forgotten, quoteId]));
    expect(await db().$count(reservations, eq(reservations.quoteId, quoteId))).toBe(1);
  });
});
