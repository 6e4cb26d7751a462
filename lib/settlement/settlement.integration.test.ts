import { eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { db } from '#db/connection.ts';
import { auditLog } from '#db/schema/audit.ts';
import { settlementShares, settlements } from '#db/schema/settlement.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { bank, clearing, payable } from '#lib/ledger/accounts.ts';
import { balanceOf } from '#lib/ledger/balance-of.ts';
import { Difference, verifySettlement } from '#scripts/verify-settlement/verify.ts';
import { closeWeek } from './close-week.ts';
import { closeWeeks } from './close-weeks.ts';
import { exportWeek, exportWeekInput } from './export-week.ts';
import { checkWeek, getWeek } from './get-week.ts';
import { listWeekLines, listWeekLinesInput } from './list-week-lines.ts';
import { listWeeks, listWeeksInput } from './list-weeks.ts';
import { markRemitted, markRemittedInput } from './mark-remitted.ts';
import { recordRefund } from './record-refund.ts';
import { recordSale } from './record-sale.ts';
import { approveRule, demoMarket, type Market } from './testing/demo-market.ts';
import { placeTestOrder, type PlacedOrder } from './testing/place-order.ts';
import { portalEnvironment } from './testing/portal-environment.ts';
import { weekOf, weekText } from './weeks.ts';

testDatabase();
const finance = testActor({ role: 'finance' });
const w34 = { year: 2026, week: 34 };
const w35 = { year: 2026, week: 35 };
// Sunday and Monday of Shanghai: the week ends at 16:00 UTC.
const sunday = new Date('2026-08-23T15:59:59.999Z');
const monday = new Date('2026-08-23T16:00:00.000Z');
let market: Market;

async function sell(nets: readonly bigint[], effectiveAt: Date): Promise<PlacedOrder> {
  const order = await placeTestOrder(db(), market, nets, { paidAt: effectiveAt });
  const { orderId, paymentId } = order;
  await db().transaction((tx) =>
    recordSale(tx, { orderId, paymentId, source: clearing('simulated'), effectiveAt }),
  );
  return order;
}

async function exported(
  week: typeof w34,
  format: 'csv' | 'json',
  options: { bom?: boolean } = {},
): Promise<string> {
  const text = `${week.year}-W${week.week}`;
  const file = await exportWeek(finance, exportWeekInput.parse({ week: text, format, ...options }));
  let all = '';
  for await (const piece of file.pieces) all += piece;
  return all;
}

beforeAll(async () => {
  portalEnvironment();
  market = await demoMarket(db());
  await approveRule(db(), 1, [2000, 6000, 2500, 1500]);
});

describe('a settled week', () => {
  let order: PlacedOrder;

  it('counts Sunday 23:59:59.999 of the zone into week 34 and Monday 00:00 into week 35', async () => {
    order = await sell([10_001n, 5_555n], sunday);
    await sell([777n], monday);
    const [first, second] = [await getWeek(finance, w34), await getWeek(finance, w35)];
    // 155.56 + 9 % = 169.56
    expect(first.totals).toMatchObject({
      collected: '16956',
      refunds: '0',
      tax: '1400',
      net: '15556',
      orders: 1,
    });
    expect(second.totals).toMatchObject({ collected: '847', tax: '70', net: '777' });
    expect(first.state).toBe('finished');
  });

  it('is issued once, in order, and never after', async () => {
    await expect(closeWeek(finance, w35)).rejects.toMatchObject({ code: 'conflict' });
    const [one, two] = await Promise.all([closeWeek(finance, w34), closeWeek(finance, w34)]);
    expect([one.first, two.first].sort()).toEqual([false, true]);
    expect(one.number).toBe(1);
    expect(two.number).toBe(1);
    await expect(
      db().execute(sql`update settlements set content_hash = 'x' where number = 1`),
    ).rejects.toThrow();
    const record = await getWeek(finance, w34);
    expect(record).toMatchObject({ state: 'issued', number: 1, firstSeal: '1' });
    expect(await checkWeek(finance, record)).toMatchObject({ equal: true, unsealed: 0 });
  });

  it('takes a late payment and a late refund into the week that is open', async () => {
    const late = await sell([100n], sunday);
    const refund = { orderId: order.orderId, refundId: newId(), destination: clearing('simulated') };
    await db().transaction((tx) =>
      recordRefund(tx, { ...refund, effectiveAt: new Date('2026-08-25T00:00:00Z') }),
    );
    const shares = await db()
      .select()
      .from(settlementShares)
      .where(eq(settlementShares.orderId, late.orderId));
    expect(shares.every(({ effectiveAt }) => effectiveAt.getTime() === monday.getTime())).toBe(true);
    expect((await getWeek(finance, w34)).totals).toMatchObject({ collected: '16956', refunds: '0' });
    expect((await getWeek(finance, w35)).totals).toMatchObject({ collected: '956', refunds: '16956' });
  });

  it('closes every week that is over, and the empty ones between', async () => {
    const closed = await closeWeeks();
    expect(closed[0]).toBe('2026-W35');
    expect(await closeWeeks()).toEqual([]);
    const { rows } = await db().execute<{ numbers: number[] }>(
      sql`select array_agg(number order by year, week) as numbers from settlements`,
    );
    expect(rows[0]?.numbers).toEqual(rows[0]?.numbers.map((_, place) => place + 1));
    const { rows: weeks } = await listWeeks(finance, listWeeksInput.parse({ limit: 3 }));
    expect(weeks.map(({ state }) => state).slice(0, 2)).toEqual(['open', 'issued']);
  });

  it('is handed out byte for byte the same, and proves itself without us', async () => {
    const [json, again] = [await exported(w34, 'json'), await exported(w34, 'json')];
    expect(again).toBe(json);
    expect(verifySettlement(json)).toMatchObject({ week: '2026-W34', number: 1, signed: true, lines: 10 });
    expect(verifySettlement(await exported(w35, 'json'))).toMatchObject({ number: 2, signed: true });
    for (const [from, to, what] of [
      ['"collected":"16956"', '"collected":"16957"', /content hash/],
      ['"signature":"', '"signature":"A', /signature/],
    ] as const) {
      expect(() => verifySettlement(json.replace(from, to))).toThrow(what);
    }
    expect(() => verifySettlement(json, 'AAAA')).toThrow(Difference);
  });

  it('adds up in its CSV to the sum of the ledger, lines 10 = total', async () => {
    const csv = await exported(w34, 'csv');
    const rows = csv.trim().split('\r\n');
    expect(rows).toHaveLength(12);
    const amounts = rows.slice(1, -1).map((row) => BigInt((row.split(',')[15] ?? '').replace('.', '')));
    expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(16_956n);
    expect(rows.at(-1)).toMatch(/^total,10,.*,169\.56,CNY,,$/);
    expect(await exported(w34, 'csv')).toBe(csv);
    expect((await exported(w34, 'csv', { bom: true })).startsWith('\uFEFFweek')).toBe(true);
  });

  it('names no customer in any file', async () => {
    for (const week of [w34, w35]) {
      for (const format of ['csv', 'json'] as const) {
        const text = await exported(week, format);
        expect(text).not.toMatch(/secret/i);
        expect(text).not.toContain(order.orgId);
      }
    }
  });

  it('audits each download', async () => {
    const before = await db().select().from(auditLog).where(eq(auditLog.action, 'settlement.download'));
    await exported(w34, 'csv');
    const after = await db().select().from(auditLog).where(eq(auditLog.action, 'settlement.download'));
    expect(after.length - before.length).toBe(1);
  });

  it('is remitted once, and leaves the parties nothing to be paid for it', async () => {
    const provider = payable('provider', market.places[0]?.providerId ?? '');
    const before = (await balanceOf(db(), provider, 'CNY')).minor;
    const input = markRemittedInput.parse({ requestId: newId(), week: '2026-W34', reference: 'BANK-1' });
    expect(await markRemitted(finance, input)).toEqual({ week: '2026-W34' });
    expect(await markRemitted(finance, input)).toEqual({ week: '2026-W34' });
    expect((await balanceOf(db(), provider, 'CNY')).minor).toBe(before - 4801n);
    // The parties' part of 155.56: all but the portal's 20.00 + 11.11.
    expect((await balanceOf(db(), bank(), 'CNY')).minor).toBe(-12_445n);
    const other = markRemittedInput.parse({ requestId: newId(), week: '2026-W34', reference: 'BANK-2' });
    await expect(markRemitted(finance, other)).rejects.toMatchObject({ code: 'conflict' });
    expect((await getWeek(finance, w34)).state).toBe('remitted');
    expect(verifySettlement(await exported(w34, 'json')).signed).toBe(true);
  });

  it('refuses a developer, an owner and an operator every part of it', async () => {
    const input = markRemittedInput.parse({ requestId: newId(), week: '2026-W35', reference: 'BANK-3' });
    for (const role of ['developer', 'owner', 'operator'] as const) {
      const actor = testActor({ role });
      const bounds = { startsAt: sunday, endsAt: monday };
      for (const attempt of [
        () => getWeek(actor, w34),
        () => listWeeks(actor, listWeeksInput.parse({})),
        () => listWeekLines(actor, bounds, listWeekLinesInput.parse({})),
        () => exportWeek(actor, exportWeekInput.parse({ week: '2026-W34', format: 'csv' })),
        () => closeWeek(actor, w35),
        () => markRemitted(actor, input),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
      }
    }
  });

  it('hands out the open week as it was at the first byte, and raises no alarm for what is sold meanwhile', async () => {
    const week = weekOf(new Date(), 'Asia/Shanghai');
    await sell([1_000n], new Date());
    for (const format of ['json', 'csv'] as const) {
      const record = await getWeek(finance, week);
      const file = await exportWeek(finance, exportWeekInput.parse({ week: weekText(week), format }));
      let text = String((await file.pieces.next()).value);
      await sell([2_000n], new Date());
      for await (const piece of file.pieces) text += piece;
      const lines =
        format === 'json'
          ? verifySettlement(text).lines
          : Number(text.trim().split('\r\n').at(-1)?.split(',')[1]);
      expect(lines).toBe(record.totals.lines);
      expect((await checkWeek(finance, record)).equal).toBe(true);
    }
  });

  it('takes no connection from the pool, however many downloads rest', async () => {
    const week = weekText(weekOf(new Date(), 'Asia/Shanghai'));
    const downloads = [];
    for (let more = 0; more < 6; more += 1)
      downloads.push(await exportWeek(finance, exportWeekInput.parse({ week, format: 'json' })));
    await Promise.all(downloads.map(({ pieces }) => pieces.next()));
    expect((await exported(w34, 'csv')).length).toBeGreaterThan(0);
    await Promise.all(downloads.map(({ pieces }) => pieces.return(undefined)));
    await vi.waitFor(async () => {
      const { rows } = await db().execute(sql`
        select from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`);
      expect(rows).toEqual([]);
    }, 60_000);
  });

  it('does not close while its shares differ from the ledger', async () => {
    const zone = 'Asia/Shanghai';
    const [row] = await db().select().from(settlements).where(eq(settlements.zone, zone)).limit(1);
    expect(row).toBeDefined();
    const record = await getWeek(finance, w35);
    await db().transaction(async (tx) => {
      await tx.execute(sql`alter table settlement_shares disable trigger append_only`);
      await tx.execute(sql`update settlement_shares set amount = amount + 1
        where id = (select id from settlement_shares where effective_at >= ${monday.toISOString()}::timestamptz limit 1)`);
      await tx.execute(sql`alter table settlement_shares enable trigger append_only`);
    });
    expect((await checkWeek(finance, record)).equal).toBe(false);
    await expect(exported(w35, 'csv')).rejects.toThrow(/do not add up/);
  });
});
