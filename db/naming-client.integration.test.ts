import { inspect } from 'node:util';
import { DrizzleQueryError, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db, pool } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { nameOf } from '#adapters/postgres/naming-client.ts';

testDatabase();

it('plans a statement once a connection, and gives the same rows', async () => {
  const ids = Array.from({ length: 8 }, newId);
  await db().transaction(async (tx) => {
    for (const id of ids) await tx.insert(organisations).values({ id, name: `Organisation ${id}` });
    for (const id of ids) {
      const rows = await tx
        .select({ id: organisations.id })
        .from(organisations)
        .where(sql`${organisations.id} = ${id}`);
      expect(rows).toEqual([{ id }]);
    }
    const { rows } = await tx.execute<{ statement: string }>(
      sql`select statement from pg_prepared_statements where statement like 'insert into "organisations"%'`,
    );
    expect(rows).toHaveLength(1);
  });
});

it('leaves statements without values, and those that have a name, as they are', async () => {
  expect((await pool().query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  expect((await pool().query({ name: 'mine', text: 'select $1::int as n', values: [2] })).rows).toEqual([
    { n: 2 },
  ]);
});

it('strikes the values of a failed query out of its error, which others print', async () => {
  const failed = await db()
    .insert(organisations)
    .values({ id: newId(), name: 'one-time link\0' })
    .catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(DrizzleQueryError);
  expect(inspect(failed, { depth: 9 })).toContain('insert into "organisations"');
  expect(inspect(failed, { depth: 9 })).not.toContain('one-time link');
  const mine = ['kept\0'];
  await expect(pool().query('select $1::text', mine)).rejects.toThrow();
  expect(mine).toEqual(['kept\0']);
});

it('names no text before its fifth use, and none after some hundred', () => {
  const named = Array.from({ length: 6 }, () => nameOf('select 1 where $1'));
  expect(named.map(Boolean)).toEqual([false, false, false, false, true, true]);
  for (let n = 0; n < 1_000; n++) nameOf(`select ${n} where $2`);
  for (let use = 0; use < 6; use++) expect(nameOf('select 999 where $2')).toBeUndefined();
  expect(nameOf('select 1 where $1')).toBe(named[5]);
});

it('sends a transaction’s begin with its first statement, which runs inside it', async () => {
  const id = newId();
  await expect(
    db().transaction(async (tx) => {
      await tx.insert(organisations).values({ id, name: 'undone' });
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  expect(await db().$count(organisations, sql`id = ${id}`)).toBe(0);
  const { rows } = await db().transaction((tx) =>
    tx.execute<{ inside: boolean }>(sql`select now() < statement_timestamp() as inside`),
  );
  expect(rows).toEqual([{ inside: true }]);
});

it('fails what follows a begin that never came to the server, and goes on with another connection', async () => {
  const client = await pool().connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await pool().query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await client.query('begin').catch(() => undefined);
  await expect(client.query('select 1')).rejects.toThrow();
  client.release(true);
  expect((await pool().query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});
