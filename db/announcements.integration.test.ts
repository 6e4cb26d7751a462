import { sql } from 'drizzle-orm';
import { expect, it, vi } from 'vitest';
import { announcements, db } from '#db/connection.ts';
import { testDatabase } from '#db/testing/test-database.ts';

testDatabase();

const say = (said: string) => db().execute(sql`select pg_notify('test_news', ${said})`);
const ends = { timeout: 60_000 };

it('hears what is said, and after a lost connection that something may have been missed', ends, async () => {
  const heard: (string | null)[] = [];
  const stop = announcements('test_news', (cause) => expect.fail(String(cause))).onNews((said) =>
    heard.push(said),
  );
  await vi.waitFor(() => expect(heard).toEqual([null]), ends);
  await say('one');
  await vi.waitFor(() => expect(heard).toEqual([null, 'one']), ends);
  await db().execute(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query = 'listen "test_news"'`);
  // Once for the loss, once when it hears again.
  await vi.waitFor(() => expect(heard.slice(2)).toEqual([null, null]), ends);
  await say('two');
  await vi.waitFor(() => expect(heard.at(-1)).toBe('two'), ends);
  stop();
  const later: (string | null)[] = [];
  announcements('test_news', () => undefined).onNews((said) => later.push(said));
  await say('three');
  await vi.waitFor(() => expect(later).toEqual(['three']), ends);
  expect(heard.at(-1)).toBe('two');
});
