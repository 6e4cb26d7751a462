import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { emailTokens, mails, rateLimits, sessions } from '#db/schema/accounts.ts';
import { nodeEvents, usageBatches, usageHours } from '#db/schema/apps.ts';
import { requests } from '#db/schema/requests.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { testPerson } from '#db/testing/test-person.ts';
import { newEmailToken } from '#lib/accounts/email-token.ts';
import { openSession } from '#lib/auth/open-session.ts';
import { newId } from '#lib/ids/new-id.ts';
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
  const mail = (subject: string, state: 'queued' | 'sent' | 'failed', age: string) => ({
    ...{ id: newId(), toAddress: 'a@b.test', template: 'reset', locale: 'en', text: '', html: '' },
    ...{ subject, state, createdAt: sql`portal_now() - ${age}::interval` },
  });
  await db()
    .insert(mails)
    .values([
      mail('sent long ago', 'sent', '91 days'),
      mail('given up long ago', 'failed', '91 days'),
      mail('never sent', 'queued', '91 days'),
      mail('sent', 'sent', '89 days'),
    ]);
  await pruneExpired({ activityDays: 90 });
  expect(
    (await db().select({ subject: mails.subject }).from(mails)).map((row) => row.subject).sort(),
  ).toEqual(['never sent', 'sent']);
  const left = await db().select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, userId));
  expect(left).toEqual([{ id: kept.sessionId }]);
  expect(await db().$count(emailTokens, eq(emailTokens.userId, userId))).toBe(1);
  expect(await db().$count(rateLimits, eq(rateLimits.key, 'test:bucket'))).toBe(1);
  expect(await db().select({ id: requests.requestId }).from(requests)).toEqual([{ id: 'new' }]);
});

it('drops what no node gives again and old activity, and never a sum or a record of the node itself', async () => {
  const cityNodeId = newId();
  const at = (days: number) => sql`portal_now() - make_interval(days => ${days}::int)`;
  await db().execute(sql`
    insert into usage_batches (city_node_id, batch_id, applied, received_at)
    select ${cityNodeId}, 'old' || n, true, ${at(36)} from generate_series(1, 12000) as n`);
  await db()
    .insert(usageBatches)
    .values({ cityNodeId, batchId: 'new', applied: true, receivedAt: at(34) });
  const event = (eventId: string, kind: string, days: number) => ({
    ...{ cityNodeId, eventId, kind, at: at(days), payload: {} },
  });
  await db()
    .insert(nodeEvents)
    .values([
      event('1', 'transaction.recorded', 31),
      event('2', 'contract.event', 31),
      event('3', 'contract.event', 29),
      event('4', 'chain.down', 399),
      event('5', 'chain.down', 401),
    ]);
  const sums = {
    calls: 1n,
    writes: 1n,
    refused: 0n,
    errors: 0n,
    bytesIn: 1n,
    bytesOut: 1n,
    latencyUsTotal: 1n,
  };
  const hour = { appId: newId(), cityNodeId, hour: new Date(0), method: 'invoke' };
  await db()
    .insert(usageHours)
    .values({ ...hour, ...sums });
  await pruneExpired({ activityDays: 30 });
  expect(await db().select({ id: usageBatches.batchId }).from(usageBatches)).toEqual([{ id: 'new' }]);
  const events = await db().select({ id: nodeEvents.eventId }).from(nodeEvents).orderBy(nodeEvents.eventId);
  expect(events.map(({ id }) => id)).toEqual(['3', '4']);
  expect(await db().$count(usageHours)).toBe(1);
});
