import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { LOCKS } from './pool.ts';

const folder = fileURLToPath(new URL('./migrations/', import.meta.url));

/**
 * Brings a city node's database to this release: each `NNNN_name.sql` of the folder once, in the order of names (0001…
 * control plane, 0100… gateway). Copies that start at once take turns; a current database is left as it is.
 */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCKS.migrate]);
    await client.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    const applied = await client.query<{ name: string }>('select name from migrations');
    const known = new Set(applied.rows.map((row) => row.name));
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
      if (!known.has(name)) await apply(client, name);
    }
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, name: string): Promise<void> {
  const text = await readFile(folder + name, 'utf8');
  try {
    await client.query('begin');
    await client.query(text);
    await client.query('insert into migrations (name) values ($1)', [name]);
    await client.query('commit');
  } catch (cause) {
    throw new Error(`migration ${name} failed`, { cause });
  }
}
