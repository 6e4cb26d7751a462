import { readFileSync } from 'node:fs';
import pg from 'pg';
import { expect, it } from 'vitest';
import { testDatabase } from './testing/test-database.ts';

const database = testDatabase();
const grants = readFileSync(new URL('./grants.sql', import.meta.url), 'utf8');

/** Runs as the role of the portal's processes, in a database to which the grants were given twice, as after an upgrade. */
async function asPortal<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  try {
    await client.query(
      `do $$ begin create role cityport bypassrls; exception when duplicate_object then null; end $$`,
    );
    await client.query(grants);
    await client.query(grants);
    await client.query('set role cityport');
    return await work(client);
  } finally {
    await client.end();
  }
}

it('lets the portal add jobs and write its tables, and keeps it from changing the books', async () => {
  await asPortal(async (client) => {
    await client.query(`select graphile_worker.add_job('sendMail', '{}')`);
    await client.query('update organisations set name = name');
    const { rows } = await client.query<{ book: string; may: string }>(
      `select c.relname as book, concat_ws(' ',
          case when has_table_privilege(c.oid, 'insert') then 'insert' end,
          case when has_table_privilege(c.oid, 'update') then 'update' end,
          case when has_table_privilege(c.oid, 'delete') then 'delete' end,
          case when has_table_privilege(c.oid, 'truncate') then 'truncate' end) as may
        from pg_trigger t join pg_class c on c.oid = t.tgrelid where tgname = 'append_only'`,
    );
    expect(rows.map(({ book }) => book)).toContain('ledger_postings');
    expect(new Set(rows.map(({ may }) => may))).toEqual(new Set(['insert']));
    await expect(client.query('update ledger_postings set amount = 0')).rejects.toThrow(/permission denied/);
    await expect(client.query('create table mine (id int)')).rejects.toThrow(/permission denied/);
  });
});
