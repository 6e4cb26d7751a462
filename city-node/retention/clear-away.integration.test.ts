import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '#city-node/db/migrate.ts';
import { openPool, rows, type Pool } from '#city-node/db/pool.ts';
import { listEvents } from '#city-node/events/list-events.ts';
import { readUsage } from '#city-node/meter/read-usage.ts';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { clearAway } from './clear-away.ts';

const database = emptyDatabase();
const keeping = { KEEP_TAKEN_DAYS: 7, KEEP_UNTAKEN_DAYS: 90, KEEP_HISTORY_DAYS: 90 };
let pool: Pool;

beforeAll(async () => {
  await migrate(database.url());
  pool = openPool(database.url(), 4);
  for (const id of ['quick', 'slow', 'many'])
    await pool.query(`insert into portals (id, public_key, name) values ($1, $1, $1)`, [id]);
});
afterAll(() => pool.end());

const clear = () => clearAway({ pool, log: pino({ level: 'silent' }) }, keeping);

/** One row each of the given ages in days; their ids. */
async function count(portalId: string, ...ages: number[]): Promise<string[]> {
  const made = await rows<{ id: string }>(
    pool,
    `insert into usage_batches (portal_id, app_code, method, period_start, period_seconds, calls, writes, refused, errors,
       bytes_in, bytes_out, latency_sum_us, storage_bytes)
     select $1, 'app1', 'invoke', now() - make_interval(days => age), 2, 1, 0, 0, 0, 0, 0, 0, 0
     from unnest($2::int[]) with ordinality as a (age, nth) order by nth returning id`,
    [portalId, ages],
  );
  return made.map(({ id }) => id);
}
const left = async (portalId: string) =>
  (
    await rows<{ id: string }>(pool, 'select id from usage_batches where portal_id = $1 order by id', [
      portalId,
    ])
  ).map(({ id }) => id);

describe('what a portal pulls', () => {
  it('is kept a week once it was taken, and until the stated limit while nobody came for it', async () => {
    const taken = await count('quick', 40, 8, 6);
    const untaken = await count('quick', 5, 1);
    const waiting = await count('slow', 89, 40, 1);
    await readUsage(pool, 'quick', { after: taken.at(-1) ?? '' });
    await clear();
    expect(await left('quick')).toEqual([...taken.slice(2), ...untaken]);
    expect(await left('slow')).toEqual(waiting);
    expect((await readUsage(pool, 'quick', { after: taken.at(-1) ?? '' })).batches).toHaveLength(2);
    expect(await readUsage(pool, 'slow', {})).not.toHaveProperty('lost');
  });

  it('is given up past the limit, and the portal told until it goes on behind it', async () => {
    const [first = ''] = await left('slow');
    const gone = await count('many', 100, 95, 91);
    await clear();
    expect(await left('many')).toEqual([]);
    const page = await readUsage(pool, 'many', {});
    const lost = { count: 3, through: gone.at(-1) };
    expect(page).toMatchObject({ batches: [], lost, next: gone.at(-1), more: false });
    expect(await readUsage(pool, 'many', {})).toMatchObject({ lost });
    expect(await readUsage(pool, 'many', { after: page.next })).not.toHaveProperty('lost');
    const [later = ''] = await count('many', 92);
    await clear();
    expect(await readUsage(pool, 'many', { after: page.next })).toMatchObject({
      lost: { count: 1, through: later },
    });
    expect((await left('slow'))[0]).toBe(first);
  });

  it('goes in lots, however much there is, and events alike', async () => {
    await pool.query(
      `insert into node_events (portal_id, app_code, kind, at, data)
       select 'many', 'app1', 'contract.event', now() - interval '100 days', '{}' from generate_series(1, 11000)`,
    );
    await pool.query(
      `insert into node_events (portal_id, app_code, kind, at, data)
       values (null, null, 'node.started', now() - interval '91 days', '{}'), (null, null, 'node.started', now(), '{}'),
         ('many', 'app1', 'contract.event', now(), '{}')`,
    );
    await clear();
    const page = await listEvents(pool, 'many', { after: '', limit: 10 }, new Date());
    expect(page.events).toHaveLength(2);
    expect(page.lost).toMatchObject({ count: 11_000 });
    expect(await listEvents(pool, 'many', { after: page.next, limit: 10 }, new Date())).not.toHaveProperty(
      'lost',
    );
    expect(await rows(pool, 'select 1 from node_events')).toHaveLength(2);
  });

  it('cannot be changed or deleted by anybody else', async () => {
    await expect(pool.query('update usage_batches set calls = 0')).rejects.toThrow('written once');
    await expect(pool.query('delete from usage_batches')).rejects.toThrow('written once');
  });
});

it('keeps the past of apps as long as it says, each transaction with its events', async () => {
  await pool.query(
    `insert into chains (id, kind, offering, chain_id) values ('shared', 'shared', 'ethereum', 1)`,
  );
  await pool.query(
    `insert into apps (app_code, portal_id, offering, framework, kind, access, tps, storage_gb, bandwidth_mbps)
     values ('app1', 'quick', 'ethereum', 'ethereum', 'permissioned', 'deploy', 1, 1, 1)`,
  );
  for (const [id, age] of [
    ['old', 91],
    ['new', 1],
  ]) {
    await pool.query(
      `insert into app_transactions (app_code, chain, id, height, body, at)
       values ('app1', 'shared', $1, 1, '{}', now() - make_interval(days => $2))`,
      [id, age],
    );
    await pool.query(
      `insert into app_events (app_code, chain, transaction_id, event_index, body) values ('app1', 'shared', $1, 0, '{}')`,
      [id],
    );
  }
  await clear();
  expect(await rows(pool, 'select id from app_transactions')).toEqual([{ id: 'new' }]);
  expect(await rows(pool, 'select transaction_id as id from app_events')).toEqual([{ id: 'new' }]);
});

it('forgets holds of long ago and what belonged to chains that are gone, nothing of those that live', async () => {
  await pool.query(
    `insert into reservations (portal_id, id, offering, tps, storage_gb, bandwidth_mbps, expires_at, state)
     values ('quick', 'old', 'ethereum', 1, 1, 1, now() - interval '31 days', 'taken'),
       ('quick', 'new', 'ethereum', 1, 1, 1, now() - interval '1 day', 'held')`,
  );
  await pool.query(
    `insert into chains (id, kind, offering, chain_id, removed_at)
     values ('gone', 'dedicated', 'ethereum', 2, now() - interval '31 days')`,
  );
  for (const chain of ['gone', 'shared'])
    await pool.query(
      `insert into signed_transactions (chain, id, address, position, bytes, state, created_at)
       values ($1, 'x', 'a', 0, '', 'mined', now() - interval '400 days')`,
      [chain],
    );
  await clear();
  expect(await rows(pool, 'select id from reservations')).toEqual([{ id: 'new' }]);
  expect(await rows(pool, 'select chain from signed_transactions')).toEqual([{ chain: 'shared' }]);
});
