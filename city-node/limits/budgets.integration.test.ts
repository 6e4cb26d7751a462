import type { Pool } from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { migrate } from '#city-node/db/migrate.ts';
import { openPool } from '#city-node/db/pool.ts';
import { Budgets } from './budgets.ts';
import { giveShared } from './shared-take.ts';

const database = emptyDatabase();
const log = pino({ level: 'silent' });
const open: Budgets[] = [];
let pool: Pool;

beforeAll(async () => {
  await migrate(database.url());
  pool = openPool(database.url(), 20);
});
afterAll(() => pool.end());
afterEach(async () => {
  for (const budgets of open.splice(0)) await budgets.close();
});

async function copy(): Promise<Budgets> {
  const budgets = new Budgets(pool, log);
  open.push(budgets);
  await budgets.ready;
  return budgets;
}

async function untilAlone(budgets: Budgets): Promise<void> {
  await expect.poll(() => budgets.mode).toBe('alone');
}

const limits = (tps: number) => ({ tps, storageGb: 1, bandwidthMbps: 1 });

/** Asks for single calls from every copy at once until the time is over; gives what was granted. */
async function hammer(copies: readonly Budgets[], appCode: string, tps: number, ms: number) {
  const started = performance.now();
  const clients = copies.flatMap((budgets) =>
    Array.from({ length: 8 }, async () => {
      let granted = 0;
      while (performance.now() - started < ms) {
        granted += await budgets.takeCalls(budgets.of(appCode, limits(tps)), 1);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return granted;
    }),
  );
  const granted = (await Promise.all(clients)).reduce((sum, one) => sum + one, 0);
  return { granted, seconds: (performance.now() - started) / 1000 };
}

describe('the budget of an app', () => {
  it('is kept in memory by a copy that is alone', async () => {
    const budgets = await copy();
    expect(budgets.mode).toBe('alone');
    expect(budgets.takeCalls(budgets.of('alone', limits(5)), 8)).toBe(5);
  });

  it('is one budget for all copies: never over-sold, and never idle', async () => {
    const copies = [await copy(), await copy(), await copy()];
    expect(copies.map(({ mode }) => mode)).toEqual(['shared', 'shared', 'shared']);
    const { granted, seconds } = await hammer(copies, 'three', 100, 1500);
    expect(granted).toBeLessThanOrEqual(100 + 100 * seconds);
    // Well over what a bucket holds at first, and what a busy machine grants in any case.
    expect(granted).toBeGreaterThanOrEqual(100 + 100 * 0.5);
  });

  it('gives a second’s worth at once to whichever copy is asked', async () => {
    const [one, two] = [await copy(), await copy()];
    const budget = two.of('burst', limits(50));
    const started = performance.now();
    const all = await Promise.all(Array.from({ length: 50 }, () => two.takeCalls(budget, 1)));
    expect(all.every((granted) => granted === 1)).toBe(true);
    const more = await one.takeCalls(one.of('burst', limits(50)), 50);
    expect(more).toBeLessThanOrEqual((50 * (performance.now() - started)) / 1000);
  });

  it('stays used up when a second copy comes, and when it goes', async () => {
    const first = await copy();
    // Slow enough that nothing fills again while the test runs.
    const slow = limits(1);
    const debt = first.of('handed', slow);
    // The copies of the test before may still be leaving.
    await untilAlone(first);
    expect(first.takeCalls(debt, 5)).toBe(1);
    first.chargeBytes(debt, 125_000 * 60);
    const second = await copy();
    expect(second.mode).toBe('shared');
    const theirs = second.of('handed', slow);
    await second.takeCalls(theirs, 0);
    expect(second.hasBandwidth(theirs)).toBe(false);
    await first.close();
    open.splice(open.indexOf(first), 1);
    await untilAlone(second);
    expect(second.hasBandwidth(theirs)).toBe(false);
    expect(second.takeCalls(second.of('fresh', limits(7)), 9)).toBe(7);
  });

  it('is kept when the lock’s connection breaks', async () => {
    const [one, two] = [await copy(), await copy()];
    // Of this database only: the other test files share the server.
    await pool.query(`
      select pg_terminate_backend(pid) from pg_locks
       where locktype = 'advisory' and pid <> pg_backend_pid()
         and database = (select oid from pg_database where datname = current_database())`);
    const { granted, seconds } = await hammer([one, two], 'broken', 50, 1000);
    expect(granted).toBeLessThanOrEqual(50 + 50 * seconds);
  });

  it('is made anew by no copy that lost its lock while another is alone', async () => {
    const alone = await copy();
    await untilAlone(alone);
    const bucket = { appCode: 'lost', resource: 'tps' as const, rate: 5, used: 0 };
    const made = async () =>
      (await pool.query('select 1 from gateway_budgets where app_code = $1', ['lost'])).rowCount;
    await giveShared(pool, [bucket], false);
    expect(await made()).toBe(0);
    await giveShared(pool, [bucket], true);
    expect(await made()).toBe(1);
  });
});
