import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { testClock } from '#db/schema/clock.ts';
import { rolledBack, testDatabase } from '#db/testing/test-database.ts';
import { setClock } from './advance-clock.ts';
import { portalNow } from './portal-now.ts';

testDatabase();

it('is the present without a test clock', async () => {
  expect(Math.abs((await portalNow()).getTime() - Date.now())).toBeLessThan(5_000);
});

it('moves forward with the test clock and never back', () =>
  rolledBack(async (tx) => {
    await tx.insert(testClock).values({ offset: '3 days' });
    const later = await portalNow(tx);
    expect(later.getTime() - Date.now()).toBeGreaterThan(2 * 86_400_000);
    await setClock(new Date(Date.now() - 86_400_000), tx);
    expect((await portalNow(tx)).getTime()).toBe(later.getTime());
    await expect(
      tx.transaction((inner) => inner.update(testClock).set({ offset: '1 day' })),
    ).rejects.toThrow();
  }));

it('holds one row only', async () => {
  await expect(db().insert(testClock).values({ id: 2, offset: '0' })).rejects.toThrow();
});
