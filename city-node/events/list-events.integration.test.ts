import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { migrate } from '#city-node/db/migrate.ts';
import { openPool } from '#city-node/db/pool.ts';
import { CONTROL_LIMITS } from '#protocol/control/primitives.ts';
import { appendEvents, type NewEvent } from './append.ts';
import { listEvents } from './list-events.ts';

const database = emptyDatabase();
let pool: Pool;

beforeAll(async () => {
  await migrate(database.url());
  pool = openPool(database.url(), 4);
});
afterAll(() => pool.end());

const event = (portalId: string, bytes: number): NewEvent => ({
  kind: 'contract.event',
  portalId,
  appCode: 'app1',
  data: { args: { text: 'x'.repeat(bytes) } },
});

/** All pages of a portal from the beginning. */
async function pagesOf(portalId: string, limit: number) {
  const pages = [];
  for (let after = ''; ;) {
    const page = await listEvents(pool, portalId, { after, limit }, new Date());
    pages.push(page);
    if (!page.more) return pages;
    after = page.next;
  }
}

it('gives every event once, in pages that fit into an answer however large the events are', async () => {
  const events = Array.from({ length: 30 }, (_, i) => event('ours', i % 7 === 0 ? 3_000_000 : 200_000));
  for (const each of events) await appendEvents(pool, [each]);
  await appendEvents(pool, [event('theirs', 10)]);
  const pages = await pagesOf('ours', 500);
  const ids = pages.flatMap((page) => page.events.map(({ id }) => id));
  expect(new Set(ids).size).toBe(30);
  expect(ids).toHaveLength(30);
  for (const page of pages) {
    expect(page.events.length).toBeGreaterThan(0);
    expect(JSON.stringify(page).length).toBeLessThan(CONTROL_LIMITS.responseBytes);
  }
});

it('fills a page of small events to its limit, and says whether more are behind it', async () => {
  await appendEvents(
    pool,
    Array.from({ length: 25 }, () => event('small', 10)),
  );
  expect((await pagesOf('small', 10)).map(({ events }) => events.length)).toEqual([10, 10, 5]);
  expect((await pagesOf('small', 25)).map(({ events }) => events.length)).toEqual([25]);
  expect(await pagesOf('nobody', 10)).toMatchObject([{ events: [], next: '0', more: false }]);
});
