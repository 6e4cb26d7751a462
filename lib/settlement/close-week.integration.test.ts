import { sql } from 'drizzle-orm';
import { beforeAll, expect, it, vi } from 'vitest';
import { db } from '#db/connection.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { clearing } from '#lib/ledger/accounts.ts';
import { closeWeek } from './close-week.ts';
import { getWeek } from './get-week.ts';
import { recordSale } from './record-sale.ts';
import { approveRule, demoMarket } from './testing/demo-market.ts';
import { placeTestOrder } from './testing/place-order.ts';
import { portalEnvironment } from './testing/portal-environment.ts';

testDatabase();
beforeAll(portalEnvironment);

/** Whether a transaction of this database waits for an advisory lock. */
async function someoneWaits(): Promise<boolean> {
  const { rows } = await db().execute<{ waiting: number }>(sql`
    select count(*)::int as waiting from pg_locks
     where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`);
  return (rows[0]?.waiting ?? 0) > 0;
}

it('waits for a sale that began in its last second, and counts it', async () => {
  const finance = testActor({ role: 'finance' });
  const market = await demoMarket(db());
  await approveRule(db(), 1, [2000, 6000, 2500, 1500]);
  const week = { year: 2026, week: 30 };
  const lastSecond = new Date('2026-07-26T15:59:59.000Z');
  const [early, late] = [
    await placeTestOrder(db(), market, [100n]),
    await placeTestOrder(db(), market, [200n]),
  ];
  const sale = ({ orderId, paymentId }: typeof early) => ({
    orderId,
    paymentId,
    source: clearing('simulated'),
    effectiveAt: lastSecond,
  });
  await db().transaction((tx) => recordSale(tx, sale(early)));

  const [booked, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const selling = db().transaction(async (tx) => {
    await recordSale(tx, sale(late));
    booked.resolve();
    await mayCommit.promise;
  });
  await booked.promise;
  let closed = false;
  const closing = closeWeek(finance, week).then((result) => {
    closed = true;
    return result;
  });
  await vi.waitUntil(someoneWaits, { timeout: 60_000 });
  expect(closed).toBe(false);
  mayCommit.resolve();
  await selling;
  expect(await closing).toMatchObject({ number: 1, first: true });
  expect((await getWeek(finance, week)).totals).toMatchObject({ net: '300', orders: 2 });
});
