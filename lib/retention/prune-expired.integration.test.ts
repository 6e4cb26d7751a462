import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { emailTokens, rateLimits, sessions } from '#db/schema/accounts.ts';
import { requests } from '#db/schema/requests.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { testPerson } from '#db/testing/test-person.ts';
import { newEmailToken } from '#lib/accounts/email-token.ts';
import { openSession } from '#lib/auth/open-session.ts';
import { takeToken } from '#lib/rate-limits/take-token.ts';
import { pruneExpired } from './prune-expired.ts';

testDatabase();

it('clears away what is long over, and leaves what lives, even when the test clock is months ahead', async () => {
  const { id: userId } = await testPerson();
  const client = { address: '', userAgent: '' };
  const kept = await openSession(db(), { userId, client });
  const gone = await openSession(db(), { userId, client });
  await db()
    .update(sessions)
    .set({ expiresAt: sql`now() - interval '31 days'` })
    .where(eq(sessions.id, gone.sessionId));
  await newEmailToken(db(), userId, 'resetPassword');
  await takeToken({ key: 'test:bucket', burst: 3, fillMinutes: 60 });
  const request = (requestId: string, age: string) => ({
    scope: userId,
    requestId,
    verb: 'test.verb',
    subjectId: '1',
    createdAt: sql`portal_now() - ${age}::interval`,
  });
  await db().execute(sql`insert into test_clock (id, "offset") values (1, '120 days')`);
  await db()
    .insert(requests)
    .values([request('old', '91 days'), request('new', '1 day')]);
  await pruneExpired();
  const left = await db().select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, userId));
  expect(left).toEqual([{ id: kept.sessionId }]);
  expect(await db().$count(emailTokens, eq(emailTokens.userId, userId))).toBe(1);
  expect(await db().$count(rateLimits, eq(rateLimits.key, 'test:bucket'))).toBe(1);
  expect(await db().select({ id: requests.requestId }).from(requests)).toEqual([{ id: 'new' }]);
});
