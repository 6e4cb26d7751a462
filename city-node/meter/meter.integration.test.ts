import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { migrate } from '#city-node/db/migrate.ts';
import { openPool } from '#city-node/db/pool.ts';
import { usagePage, type UsageBatch } from '#protocol/control/usage.ts';
import { foldJournal } from './journal.ts';
import { Meter } from './meter.ts';
import { readUsage } from './read-usage.ts';
import { storageBytes } from './storage-bytes.ts';
import { Tally } from './tally.ts';

const database = emptyDatabase();
const log = pino({ level: 'silent' });
let pool: Pool;

beforeAll(async () => {
  await migrate(database.url());
  pool = openPool(database.url(), 10);
});
afterAll(() => pool.end());

const write = (bytes = 10) => {
  const tally = new Tally();
  tally.calls = 1;
  tally.writes = 1;
  tally.storageBytes = bytes;
  tally.addLatency(1000);
  return tally;
};

async function batchesOf(portalId: string, atLeast: number): Promise<UsageBatch[]> {
  const until = Date.now() + 60_000;
  for (;;) {
    await foldJournal(pool);
    const page = usagePage.parse(await readUsage(pool, portalId, { limit: 500 }));
    if (total(page.batches) >= atLeast || Date.now() > until) return page.batches;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
const total = (batches: readonly UsageBatch[]) => batches.reduce((sum, batch) => sum + batch.calls, 0);

describe('the meter', () => {
  it('groups writes that wait together, and loses none', async () => {
    const meter = new Meter(pool, log);
    const key = meter.app('portal-a', 'app-a').key('invoke');
    await Promise.all(Array.from({ length: 500 }, () => meter.commit(key, write())));
    const { rows } = await pool.query(
      `select count(*)::int as rows from usage_journal where app_code = 'app-a'`,
    );
    expect(rows[0].rows).toBeLessThan(100);
    const batches = await batchesOf('portal-a', 500);
    expect(total(batches)).toBe(500);
    expect(batches[0]).toMatchObject({ appCode: 'app-a', method: 'invoke', latencyP95Us: 1000 });
    expect((await storageBytes(pool, ['app-a', 'none'])).get('app-a')).toBe(5000);
    await meter.close();
  });

  it('gives a portal its own batches only, and the same from the same position', async () => {
    const meter = new Meter(pool, log);
    for (const portal of ['portal-b', 'portal-c'])
      for (const app of ['one', 'two', 'three'])
        await meter.commit(meter.app(portal, `${portal}-${app}`).key('invoke'), write());
    await batchesOf('portal-b', 3);
    const first = await readUsage(pool, 'portal-b', { limit: 2 });
    expect(first.more).toBe(true);
    const rest = await readUsage(pool, 'portal-b', { after: first.next, limit: 2 });
    expect([...first.batches, ...rest.batches].map((batch) => batch.appCode).sort()).toEqual([
      'portal-b-one',
      'portal-b-three',
      'portal-b-two',
    ]);
    expect((await readUsage(pool, 'portal-b', { limit: 2 })).batches).toEqual(first.batches);
    expect((await readUsage(pool, 'portal-b', { after: rest.next })).next).toBe(rest.next);
    await expect(readUsage(pool, 'portal-b', { after: 'x' })).rejects.toThrow('position');
    await meter.close();
  });

  it('writes a batch once', async () => {
    await expect(pool.query('update usage_batches set calls = 0')).rejects.toThrow('written once');
    await expect(pool.query('delete from usage_batches')).rejects.toThrow('written once');
  });

  it('keeps reads until the database takes them', async () => {
    const meter = new Meter(pool, log);
    meter.app('portal-d', 'app-d').of('eth_call').calls += 7;
    await pool.query('alter table usage_journal rename to usage_journal_away');
    await meter.flush();
    await pool.query('alter table usage_journal_away rename to usage_journal');
    await meter.flush();
    expect(total(await batchesOf('portal-d', 7))).toBe(7);
    await meter.close();
  });

  it('has every write that it confirmed, whenever it is killed', async () => {
    const script = fileURLToPath(new URL('./testing/count-until-killed.ts', import.meta.url));
    let confirmed = 0;
    for (let round = 0; round < 3; round += 1) {
      const child = spawn(process.execPath, [script, database.url()], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let seen = 0;
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (chunk: Buffer) => {
          seen += chunk.length;
          if (seen > 200 + round * 333) child.kill('SIGKILL');
        });
        child.once('close', () => resolve());
      });
      confirmed += seen;
    }
    const batches = await batchesOf('portal-killed', confirmed);
    expect(total(batches)).toBeGreaterThanOrEqual(confirmed);
    // At most what was on its way when it died: sixteen writers, three deaths.
    expect(total(batches)).toBeLessThanOrEqual(confirmed + 16 * 3);
  });
});
