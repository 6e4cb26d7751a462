import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { rateLimits } from '#db/schema/accounts.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { bucketsFor } from './buckets.ts';
import { returnToken, takeToken } from './take-token.ts';

testDatabase();

const bucket = (key: string) => ({ key, burst: 3, fillMinutes: 30 });
const passed = async (key: string, tries: number) => {
  const results = await Promise.allSettled(Array.from({ length: tries }, () => takeToken(bucket(key))));
  return results.filter((result) => result.status === 'fulfilled').length;
};
const age = (key: string, minutes: number) =>
  db()
    .update(rateLimits)
    .set({ updatedAt: sql`now() - make_interval(mins => ${minutes})` })
    .where(eq(rateLimits.key, key));

it('lets a burst through, even at once, then says how long to wait', async () => {
  expect(await passed('a', 8)).toBe(3);
  await expect(takeToken(bucket('a'))).rejects.toMatchObject({
    code: 'rateLimited',
    params: { minutes: 10 },
  });
});

it('fills evenly and never beyond the burst', async () => {
  expect(await passed('b', 4)).toBe(3);
  await age('b', 21);
  expect(await passed('b', 4)).toBe(2);
  await age('b', 100_000);
  expect(await passed('b', 5)).toBe(3);
});

it('takes a returned token back', async () => {
  expect(await passed('c', 3)).toBe(3);
  await returnToken(bucket('c'));
  expect(await passed('c', 3)).toBe(1);
});

it('keeps no address of a person in its keys, and has no bucket for an unknown caller', () => {
  const keys = bucketsFor('signIn', 'ada@people.test', '').map(({ key }) => key);
  expect(keys).toHaveLength(2);
  expect(keys.join()).not.toContain('ada');
  expect(bucketsFor('signIn', 'ada@people.test', '203.0.113.9')).toHaveLength(3);
});
