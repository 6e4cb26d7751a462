import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { users } from '#db/schema/accounts.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { verifyPassword } from '#lib/auth/password-hash.ts';
import { verifyLedger } from '#lib/ledger/verify-ledger.ts';
import { currentPriceBook } from '#lib/pricing/current-price-book.ts';
import { listWeeks, listWeeksInput } from '#lib/settlement/list-weeks.ts';
import { checkWeek } from '#lib/settlement/get-week.ts';
import { exportWeek, exportWeekInput } from '#lib/settlement/export-week.ts';
import { portalEnvironment } from '#lib/settlement/testing/portal-environment.ts';
import { verifySettlement } from '#scripts/verify-settlement/verify.ts';
import { runBaseSeed } from './base.ts';
import { runHistorySeed } from './history.ts';
import { demoLogins } from './demo-logins.ts';

testDatabase();
beforeAll(portalEnvironment);

it('lays the base once, however often it runs', async () => {
  await runBaseSeed(db());
  await runBaseSeed(db());
  const people = await db().select().from(users);
  expect(people.map(({ email }) => email).sort()).toEqual(
    Object.values(demoLogins)
      .map(({ email }) => email)
      .sort(),
  );
  const [first] = people;
  expect(await verifyPassword(first?.passwordHash ?? null, 'cityport-demo')).toBe(true);
  expect((await currentPriceBook()).version).toBe(1);
});

it('lays eight settled weeks of history once, in which every figure agrees', async () => {
  await runHistorySeed(db());
  await runHistorySeed(db());
  const finance = testActor({ role: 'finance' });
  const { rows } = await listWeeks(finance, listWeeksInput.parse({}));
  expect(rows.map(({ state }) => state)).toEqual([
    'open',
    ...Array.from({ length: 6 }, () => 'issued'),
    'remitted',
    'remitted',
  ]);
  for (const row of rows) expect(await checkWeek(finance, row)).toMatchObject({ equal: true });
  expect((await verifyLedger(finance)).difference).toBeNull();
  for (const { week } of rows) {
    const file = await exportWeek(finance, exportWeekInput.parse({ week, format: 'json' }));
    let text = '';
    for await (const piece of file.pieces) text += piece;
    expect(verifySettlement(text).week).toBe(week);
  }
  const { rows: counts } = await db().execute<Record<string, number>>(sql`
    select (select count(*)::int from orders) as orders, (select count(*)::int from refunds) as refunds,
           (select count(*)::int from invoices where kind = 'invoice') as invoices,
           (select count(distinct provider_id)::int from order_lines) as providers,
           (select count(distinct framework_provider_id)::int from order_lines) as makers,
           (select count(*)::int from ledger_postings p where p.account_id like 'wallet:%'
              and p.amount > 0) as spent`);
  expect(counts[0]).toMatchObject({ providers: 3, makers: 2, orders: counts[0]?.invoices });
  expect(counts[0]?.orders).toBeGreaterThanOrEqual(40);
  expect(counts[0]?.refunds).toBeGreaterThanOrEqual(3);
});
