import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { seededRandom } from '#db/seed/history/random.ts';
import { newId } from '#lib/ids/new-id.ts';
import { issueCreditNote, issueInvoice } from '#lib/invoices/issue-invoice.ts';
import { bank, clearing, wallet } from '#lib/ledger/accounts.ts';
import { balanceOf } from '#lib/ledger/balance-of.ts';
import { verifyLedger } from '#lib/ledger/verify-ledger.ts';
import { defaultPrices } from '#lib/pricing/default-prices.ts';
import { priceBookOf } from '#lib/pricing/price-book.ts';
import { price } from '#lib/pricing/price.ts';
import { verifySettlement } from '#scripts/verify-settlement/verify.ts';
import { closeWeeks } from './close-weeks.ts';
import { exportWeek, exportWeekInput } from './export-week.ts';
import { listWeeks, listWeeksInput } from './list-weeks.ts';
import { recordRefund } from './record-refund.ts';
import { recordSale } from './record-sale.ts';
import { approveRule, demoMarket, type Market } from './testing/demo-market.ts';
import { buyerOrganisation, placeTestOrder } from './testing/place-order.ts';
import { portalEnvironment } from './testing/portal-environment.ts';

testDatabase();
const orders = 1000;
const finance = testActor({ role: 'finance' });
const random = seededRandom(47);
const book = priceBookOf({ id: newId(), version: 1, currency: 'CNY', prices: defaultPrices });
const day = 86_400_000;
const start = Date.parse('2026-09-07T00:00:00Z');
const wallets = new Map<string, bigint>();
const numbers: string[] = [];
let market: Market;

/** A random cart at the demo's prices, bought, and perhaps given back up to three weeks later. */
function randomOrder(orgIds: readonly [string, ...string[]]) {
  const lines = market.places.slice(0, random.whole(1, 2)).map((place) => ({
    ...place,
    frameworkId: 'ethereum',
    kind: random.pick(['permissioned', 'public'] as const),
    tps: random.whole(1, 700),
    storageGb: random.whole(1, 900),
    bandwidthMbps: random.whole(1, 90),
  }));
  const term = { unit: random.pick(['month', 'year'] as const), count: random.whole(1, 3) };
  const tax = { name: 'GST', basisPoints: random.pick([0, 600, 900, 725]) };
  const paidAt = new Date(start + random.whole(0, 21 * day));
  return {
    orgId: random.pick(orgIds),
    priced: price(book, { lines, term }, tax),
    tax,
    paidAt,
    method: random.pick(['card', 'bank', 'wallet'] as const),
    refundAt: random.next() < 0.3 ? new Date(paidAt.getTime() + random.whole(0, 21 * day)) : null,
    refundTo: random.pick(['source', 'wallet'] as const),
  };
}

async function buy(order: ReturnType<typeof randomOrder>): Promise<void> {
  const { orgId, priced, paidAt, refundAt } = order;
  const nets = priced.lines.map(({ net }) => net);
  const placed = await placeTestOrder(db(), market, nets, {
    orgId,
    paidAt,
    taxBasisPoints: order.tax.basisPoints,
  });
  expect(placed.total).toBe(priced.total);
  const source = { card: clearing('simulated'), bank: bank(), wallet: wallet(orgId) }[order.method];
  const { orderId, paymentId } = placed;
  await db().transaction(async (tx) => {
    await recordSale(tx, { orderId, paymentId, source, effectiveAt: paidAt });
    numbers.push((await issueInvoice(tx, { orderId })).number);
  });
  move(orgId, order.method === 'wallet' ? -placed.total : 0n);
  if (!refundAt) return;
  const destination = order.refundTo === 'wallet' ? wallet(orgId) : source;
  const refundId = newId();
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await db().transaction(async (tx) => {
      await recordRefund(tx, { orderId, refundId, destination, effectiveAt: refundAt });
      await issueCreditNote(tx, { orderId, refundId });
    });
  }
  move(orgId, destination === wallet(orgId) ? placed.total : 0n);
}

const move = (orgId: string, by: bigint) => wallets.set(orgId, (wallets.get(orgId) ?? 0n) + by);

beforeAll(async () => {
  portalEnvironment();
  market = await demoMarket(db());
  await approveRule(db(), 1, [1999, 3333, 3334, 3333]);
  await approveRule(db(), 2, [777, 9001, 998, 1], { cityNodeId: market.places[1]?.cityNodeId });
  await approveRule(db(), 3, [0, 5000, 2500, 2500], { effectiveFrom: new Date(start + 10 * day) });
});

describe(`${orders} random orders with refunds, four at a time`, () => {
  it('are booked', { timeout: 600_000 }, async () => {
    const orgIds: [string, ...string[]] = [await buyerOrganisation(db())];
    for (let count = 1; count < 20; count += 1) orgIds.push(await buyerOrganisation(db()));
    const left = Array.from({ length: orders }, () => randomOrder(orgIds));
    const buyer = async () => {
      for (let order = left.pop(); order; order = left.pop()) await buy(order);
    };
    await Promise.all([buyer(), buyer(), buyer(), buyer()]);
    expect(numbers).toHaveLength(orders);
  });

  it('leave debits equal to credits and each wallet equal to its postings', async () => {
    const { rows } = await db().execute<{ unequal: number; sum: string }>(sql`
      select (select count(*)::int from (select 1 from ledger_postings group by transaction_id having sum(amount) <> 0) x) as unequal,
             (select sum(amount)::text from ledger_postings) as sum`);
    expect(rows).toEqual([{ unequal: 0, sum: '0' }]);
    for (const [orgId, expected] of wallets)
      expect((await balanceOf(db(), wallet(orgId), 'CNY')).minor).toBe(expected);
  });

  it('have quote = order = invoice = ledger = settlement, each one', async () => {
    const { rows } = await db().execute<Record<string, number>>(sql`
      select count(*)::int as orders,
             count(*) filter (where q.total = o.total and q.net = o.net and i.total = o.total and i.net = o.net
               and (select sum(net) from order_lines l where l.order_id = o.id) = o.net
               and (select sum((line ->> 'net')::bigint) from jsonb_array_elements(i.content -> 'lines') line) = i.net
               and (select sum(s.amount) from settlement_shares s where s.order_id = o.id and s.event = 'payment') = o.total
               and (select sum(s.amount) from settlement_shares s where s.order_id = o.id and s.event = 'payment' and s.party = 'tax') is not distinct from nullif(o.tax, 0)
               and (select sum(l.amount) from ledger_postings l join ledger_transactions t on t.id = l.transaction_id
                     where t.kind = 'sale' and t.detail ->> 'orderId' = o.id::text and l.amount > 0) = o.total)::int as equal,
             count(n.id)::int as notes,
             count(*) filter (where n.total = -o.total
               and (select sum(s.amount) from settlement_shares s where s.order_id = o.id) = 0)::int as reversed
        from orders o join quotes q on q.id = o.quote_id
        join invoices i on i.order_id = o.id and i.kind = 'invoice'
        left join invoices n on n.order_id = o.id and n.kind = 'creditNote'`);
    const [counts] = rows;
    expect(counts).toMatchObject({ orders, equal: orders, reversed: counts?.notes });
    expect(counts?.notes).toBeGreaterThan(orders / 5);
  });

  it('have invoice numbers without a gap', () => {
    const expected = Array.from(
      { length: orders },
      (_, place) => `INV-${String(place + 1).padStart(6, '0')}`,
    );
    expect([...numbers].sort()).toEqual(expected);
  });

  it(
    'settle in weeks whose files prove themselves and whose CSV totals are the ledger’s',
    { timeout: 300_000 },
    async () => {
      await closeWeeks();
      const { rows: weeks } = await listWeeks(finance, listWeeksInput.parse({ limit: 60 }));
      let total = 0n;
      for (const { week } of weeks) {
        verifySettlement(await fileOf(week, 'json'));
        const last = (await fileOf(week, 'csv')).trim().split('\r\n').at(-1) ?? '';
        total += BigInt((last.split(',')[15] ?? '').replace('.', ''));
      }
      const { rows } = await db().execute<{ booked: string }>(sql`
      select (-sum(p.amount))::text as booked from ledger_postings p join ledger_transactions t on t.id = p.transaction_id
       where t.kind in ('sale', 'refund') and (p.account_id like 'payable:%' or p.account_id like 'revenue:%')`);
      expect(total.toString()).toBe(rows[0]?.booked);
      expect((await verifyLedger(finance)).difference).toBeNull();
    },
  );
});

async function fileOf(week: string, format: 'csv' | 'json'): Promise<string> {
  const file = await exportWeek(finance, exportWeekInput.parse({ week, format }));
  let text = '';
  for await (const piece of file.pieces) text += piece;
  return text;
}
