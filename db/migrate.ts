import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';

const folder = fileURLToPath(new URL('./migrations', import.meta.url));
const lock = 7_304_311;

/**
 * Brings a portal database to this release: our tables, then the job runner's. Several callers at once take turns;
 * a database that is current is left as it is.
 */
export async function migrate(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    await applyMigrations(drizzle(client), { migrationsFolder: folder });
    await runMigrations({ connectionString });
  } finally {
    await client.end();
  }
}
