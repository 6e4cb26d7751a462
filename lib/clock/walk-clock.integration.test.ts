import { beforeAll, expect, it } from 'vitest';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { advanceClock, advanceClockInput, clockTarget } from './advance-clock.ts';
import { portalNow } from './portal-now.ts';
import { viewClock } from './view-clock.ts';
import { walkClock, type Timetable } from './walk-clock.ts';

testDatabase();

const day = 86_400_000;
const operator = testActor({ role: 'operator' });
const at = (to: Date, requestId = newId()) => advanceClockInput.parse({ requestId, to: to.toISOString() });

beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: 'postgres://test:test@127.0.0.1/test',
    NEXTAUTH_SECRET: 'x'.repeat(40),
    PORTAL_SIGNING_KEY: 'x'.repeat(64),
    SANDBOX: '1',
  });
});

it('refuses whoever may not move the clock', async () => {
  const to = new Date(Date.now() + day);
  for (const role of ['owner', 'finance', 'support'] as const) {
    await expect(advanceClock(testActor({ role }), at(to))).rejects.toMatchObject({ code: 'forbidden' });
  }
});

it('stops at every due instant in order, does what falls due there, and ends at the target', async () => {
  const now = await portalNow();
  const dues = [2, 1, 5].map((days) => new Date(now.getTime() + days * day));
  const seen: number[] = [];
  const timetable: Timetable = {
    name: 'test',
    nextDue: async (conn) => {
      const present = await portalNow(conn);
      return dues.filter((due) => due > present).sort((a, b) => Number(a) - Number(b))[0] ?? null;
    },
    run: async () => {
      seen.push(Math.round(((await portalNow()).getTime() - now.getTime()) / day));
    },
  };
  const target = new Date(now.getTime() + 3 * day);
  await advanceClock(operator, at(target));
  expect(await clockTarget()).toEqual(target);
  await walkClock([timetable]);
  expect(seen).toEqual([1, 2, 3]);
  expect(await clockTarget()).toBeNull();
  expect((await portalNow()).getTime()).toBeGreaterThanOrEqual(target.getTime());
});

it('is not over before what falls due at its end is done', async () => {
  const target = new Date((await portalNow()).getTime() + day);
  await advanceClock(operator, at(target));
  let faults = 1;
  const timetable: Timetable = {
    name: 'test',
    nextDue: () => Promise.resolve(null),
    run: () => (faults-- > 0 ? Promise.reject(new Error('not now')) : Promise.resolve()),
  };
  await expect(walkClock([timetable])).rejects.toThrow('not now');
  await expect(advanceClock(operator, at(new Date(target.getTime() + day)))).rejects.toMatchObject({
    code: 'conflict',
  });
  await walkClock([timetable]);
  expect(faults).toBe(-1);
  expect(await clockTarget()).toBeNull();
});

it('is shown as of one instant: with a move that ends meanwhile still under way', async () => {
  const before = await viewClock(operator);
  const target = new Date((await portalNow()).getTime() + day);
  await advanceClock(operator, at(target));
  const due: Timetable = {
    name: 'test',
    nextDue: async () => {
      await walkClock([]);
      return null;
    },
    run: async () => {},
  };
  const during = await viewClock(operator, undefined, [due]);
  expect(during).toMatchObject({ target, aheadMs: before.aheadMs });
  const after = await viewClock(operator);
  expect(after.target).toBeNull();
  expect(after.aheadMs - before.aheadMs).toBeGreaterThan(day - 60_000);
});

it('refuses to go back, to leap over a year, or to move while it moves; a repeat gives the first answer', async () => {
  const now = await portalNow();
  await expect(advanceClock(operator, at(new Date(now.getTime() - 1)))).rejects.toMatchObject({
    code: 'invalid',
    field: 'to',
  });
  await expect(advanceClock(operator, at(new Date(now.getTime() + 400 * day)))).rejects.toMatchObject({
    code: 'invalid',
  });
  const once = at(new Date(now.getTime() + day));
  const first = await advanceClock(operator, once);
  expect(await advanceClock(operator, once)).toEqual(first);
  await expect(advanceClock(operator, at(new Date(now.getTime() + 2 * day)))).rejects.toMatchObject({
    code: 'conflict',
  });
});
