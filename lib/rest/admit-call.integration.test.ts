import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { rateLimits } from '#db/schema/accounts.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { takeLot } from '#lib/rate-limits/take-lot.ts';
import { callGate } from './admit-call.ts';

testDatabase();

/** Copies of the web process: each has a gate of its own, on one database. Their own clock is the test's. */
function copies(quotas: { token: number; organisation: number }) {
  const clock = { ms: 0 };
  const open = () =>
    callGate(
      () => quotas,
      () => clock.ms,
    );
  return { clock, open };
}
const granted = async (
  gate: ReturnType<typeof callGate>,
  actor: Parameters<typeof gate>[0],
  calls: number,
) => {
  const all = await Promise.all(Array.from({ length: calls }, () => gate(actor)));
  return all.filter(({ refused }) => !refused).length;
};
const age = (key: string, seconds: number) =>
  db()
    .update(rateLimits)
    .set({ updatedAt: sql`clock_timestamp() - make_interval(secs => ${seconds})` })
    .where(eq(rateLimits.key, key));
/** So small a quota that the time a test takes fills nothing. */
const few = { token: 3, organisation: 1_000 };

it('lets a minute’s worth of calls through at once, then names the limit and when to come again', async () => {
  const gate = copies(few).open();
  const actor = testActor();
  expect(await granted(gate, actor, 10)).toBe(3);
  const { refused, headers } = await gate(actor);
  expect(refused).toMatchObject({ name: 'token', quota: 3, windowSeconds: 60, retryAfterSeconds: 20 });
  expect(headers).toMatchObject({
    'retry-after': '20',
    ratelimit: '"token";r=0;t=60',
    'ratelimit-policy': '"token";q=3;w=60, "organisation";q=1000;w=60',
  });
});

it('is one limit for all copies, however they race', async () => {
  const { open } = copies({ token: 400, organisation: 4_000 });
  const actor = testActor();
  // What one minute fills again while the test runs is less than this.
  const counts = await Promise.all([open(), open(), open()].map((gate) => granted(gate, actor, 300)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  expect(total).toBeGreaterThanOrEqual(400);
  expect(total).toBeLessThan(600);
});

it('adds the tokens of one organisation together, and leaves other organisations alone', async () => {
  const gate = copies({ token: 3, organisation: 5 }).open();
  const orgId = newId();
  expect(await granted(gate, testActor({ orgId }), 4)).toBe(3);
  const second = testActor({ orgId });
  expect(await granted(gate, second, 3)).toBe(2);
  expect((await gate(second)).refused?.name).toBe('token');
  expect((await gate(testActor({ orgId }))).refused?.name).toBe('organisation');
  expect((await gate(testActor())).refused).toBeNull();
});

it('fills again evenly, and asks the database again only after a moment', async () => {
  const { clock, open } = copies(few);
  const gate = open();
  const actor = testActor();
  expect(await granted(gate, actor, 4)).toBe(3);
  await age(`rest:token:${actor.id}`, 45);
  expect((await gate(actor)).refused).not.toBeNull();
  clock.ms += 101;
  expect(await granted(gate, actor, 5)).toBe(2);
});

it('takes a hundred calls for one statement, and lets go of what a quiet copy holds', async () => {
  const { clock, open } = copies({ token: 10_000, organisation: 20_000 });
  const gate = open();
  const actor = testActor();
  const level = async () =>
    (
      await db()
        .select()
        .from(rateLimits)
        .where(eq(rateLimits.key, `rest:token:${actor.id}`))
    )[0]?.level;
  await granted(gate, actor, 100);
  const afterOne = await level();
  await db()
    .update(rateLimits)
    .set({ level: 0, updatedAt: sql`clock_timestamp() + interval '1 hour'` });
  expect((await gate(actor)).refused?.name).toBe('token');
  expect(afterOne).toBe(9_900_000);
  const other = testActor();
  expect(await granted(gate, other, 1)).toBe(1);
  await db()
    .update(rateLimits)
    .set({ level: 0, updatedAt: sql`clock_timestamp() + interval '1 hour'` });
  expect(await granted(gate, other, 1)).toBe(1);
  clock.ms += 5_001;
  expect(await granted(gate, other, 1)).toBe(0);
});

it('never grants more of a bucket than it holds to takers at once', async () => {
  const limit = { key: 'lots', perMinute: 30 };
  const lots = await Promise.all(Array.from({ length: 12 }, () => takeLot(limit, 7)));
  const taken = lots.reduce((sum, lot) => sum + lot.taken, 0);
  expect(taken).toBeGreaterThanOrEqual(30);
  expect(taken).toBeLessThan(45);
});
