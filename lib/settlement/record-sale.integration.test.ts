import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { settlementShares } from '#db/schema/settlement.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { clearing, payable, portalRevenue, taxPayable, wallet } from '#lib/ledger/accounts.ts';
import { balanceOf } from '#lib/ledger/balance-of.ts';
import { recordRefund } from './record-refund.ts';
import { recordSale } from './record-sale.ts';
import { approveRule, demoMarket, type Market } from './testing/demo-market.ts';
import { placeTestOrder } from './testing/place-order.ts';

testDatabase();
let market: Market;

beforeAll(async () => {
  market = await demoMarket(db());
  await approveRule(db(), 1, [2000, 6000, 2500, 1500]);
  await approveRule(db(), 2, [1000, 7000, 2000, 1000], { cityNodeId: market.places[1]?.cityNodeId });
  await approveRule(db(), 3, [5000, 10000, 0, 0], { effectiveFrom: new Date('2099-01-01T00:00:00Z') });
});

const shares = (orderId: string) =>
  db().select().from(settlementShares).where(eq(settlementShares.orderId, orderId));
const at = new Date();

describe('recordSale and recordRefund', () => {
  it('splits 100.01 as 20.00 + 48.01 + 20.00 + 12.00 and its tax of 9.00 apart; the refund takes each back', async () => {
    const order = await placeTestOrder(db(), market, [10_001n]);
    const source = clearing('test-one');
    const sale = { orderId: order.orderId, paymentId: order.paymentId, source, effectiveAt: at };
    const { first } = await db().transaction((tx) => recordSale(tx, sale));
    expect(first).toBe(true);
    const byParty = Object.fromEntries((await shares(order.orderId)).map((s) => [s.party, s.amount]));
    expect(byParty).toEqual({
      portal: 2000n,
      provider: 4801n,
      framework: 2000n,
      operations: 1200n,
      tax: 900n,
    });
    expect((await balanceOf(db(), source, 'CNY')).minor).toBe(10_901n);
    expect((await db().transaction((tx) => recordSale(tx, sale))).first).toBe(false);

    const refund = {
      orderId: order.orderId,
      refundId: newId(),
      destination: wallet(order.orgId),
      effectiveAt: at,
    };
    for (const expected of [true, false]) {
      expect((await db().transaction((tx) => recordRefund(tx, refund))).first).toBe(expected);
    }
    expect((await balanceOf(db(), wallet(order.orgId), 'CNY')).minor).toBe(10_901n);
    const provider = market.places[0]?.providerId ?? '';
    for (const account of [portalRevenue(), taxPayable(), payable('provider', provider)]) {
      expect((await balanceOf(db(), account, 'CNY')).minor).toBe(0n);
    }
    const all = await shares(order.orderId);
    expect(all).toHaveLength(10);
    expect(all.reduce((sum, share) => sum + share.amount, 0n)).toBe(0n);
  });

  it('takes the most specific rule in force at payment, line by line', async () => {
    const order = await placeTestOrder(db(), market, [5_000n, 5_000n]);
    await db().transaction((tx) =>
      recordSale(tx, {
        orderId: order.orderId,
        paymentId: order.paymentId,
        source: clearing('x'),
        effectiveAt: at,
      }),
    );
    const portal = (await shares(order.orderId)).filter(({ party }) => party === 'portal');
    expect(portal.map((s) => [s.shareRuleVersion, s.amount]).sort()).toEqual([
      [1, 1000n],
      [2, 500n],
    ]);
  });

  it('books one payment once when ten deliver it together', async () => {
    const order = await placeTestOrder(db(), market, [3_333n, 7_777n, 1n]);
    const sale = {
      orderId: order.orderId,
      paymentId: order.paymentId,
      source: clearing('ten'),
      effectiveAt: at,
    };
    const results = await Promise.all(
      Array.from({ length: 10 }, () => db().transaction((tx) => recordSale(tx, sale))),
    );
    expect(results.filter(({ first }) => first)).toHaveLength(1);
    expect(new Set(results.map(({ ledgerTransactionId }) => ledgerTransactionId)).size).toBe(1);
    expect((await balanceOf(db(), clearing('ten'), 'CNY')).minor).toBe(order.total);
  });
});
