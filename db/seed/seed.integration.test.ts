import { beforeAll, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { users } from '#db/schema/accounts.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { verifyPassword } from '#lib/auth/password-hash.ts';
import { currentPriceBook } from '#lib/pricing/current-price-book.ts';
import { portalEnvironment } from '#lib/settlement/testing/portal-environment.ts';
import { runBaseSeed } from './base.ts';
import { demoLogins } from './demo-logins.ts';

testDatabase();
beforeAll(portalEnvironment);

it('lays the base once, however often it runs', async () => {
  await runBaseSeed(db());
  await runBaseSeed(db());
  const people = await db().select().from(users);
  expect(people.map(({ email }) => email).sort()).toEqual(
    Object.values(demoLogins)
      .map(({ email }) => email)
      .sort(),
  );
  const [first] = people;
  expect(await verifyPassword(first?.passwordHash ?? null, 'cityport-demo')).toBe(true);
  expect((await currentPriceBook()).version).toBe(1);
});
