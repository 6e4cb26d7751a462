import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { together } from '#adapters/postgres/together.ts';

testDatabase();

const named = async (name: string) =>
  (await db().execute<{ n: number }>(sql`select count(*)::int as n from organisations where name = ${name}`))
    .rows[0]?.n;

it('runs pieces in the order given, each seeing what stands before it', async () => {
  const id = newId();
  const [, read, counted] = await db().transaction((tx) =>
    together(
      () => tx.insert(organisations).values({ id, name: 'first' }),
      async () => {
        await tx.execute(sql`update organisations set name = name || ', then' where id = ${id}`);
        return tx.execute<{ name: string }>(sql`select name from organisations where id = ${id}`);
      },
      () => tx.execute<{ name: string }>(sql`select name from organisations where id = ${id}`),
    ),
  );
  expect(read.rows).toEqual([{ name: 'first, then' }]);
  expect(counted.rows).toEqual([{ name: 'first, then' }]);
});

it('throws the first failure in time, once every piece has ended: none writes after the transaction', async () => {
  let ended = false;
  const failing = db().transaction((tx) =>
    together(
      async () => {
        try {
          for (let n = 0; n < 20; n++) await tx.execute(sql`select ${n}::int`);
          await tx.insert(organisations).values({ id: newId(), name: 'too late' });
        } finally {
          ended = true;
        }
      },
      () => tx.insert(organisations).values({ id: newId(), name: 'undone' }),
      () => Promise.reject(new Error('refused')),
    ),
  );
  await expect(failing).rejects.toThrow('refused');
  expect(ended).toBe(true);
  expect([await named('too late'), await named('undone')]).toEqual([0, 0]);
});

it('tells the statement that failed, not those that the broken transaction then refuses', async () => {
  const failing = db().transaction((tx) =>
    together(
      () => tx.insert(organisations).values({ id: newId(), name: 'undone too' }),
      () => tx.execute(sql`select 1 / ${0}::int`),
      () => tx.execute(sql`select 1`),
    ),
  );
  await expect(failing).rejects.toMatchObject({ cause: { message: 'division by zero' } });
  expect(await named('undone too')).toBe(0);
  // The connection is fit for the next one.
  await expect(db().transaction((tx) => tx.execute(sql`select 1`))).resolves.toBeDefined();
});
