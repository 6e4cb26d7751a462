import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { connect, db } from '#db/connection.ts';
import { rolledBack, testDatabase } from '#db/testing/test-database.ts';
import { checkReady } from './check-ready.ts';

testDatabase();

describe('readiness', () => {
  it('is given on a migrated database', async () => {
    expect(await checkReady(db())).toEqual({ ready: true });
  });

  it('names the migrations when one is missing', async () => {
    await rolledBack(async (tx) => {
      await tx.execute(
        sql`delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`,
      );
      expect(await checkReady(tx)).toEqual({ ready: false, reason: 'migrations' });
    });
  });

  it('names the database when it does not answer', async () => {
    const { pool, database } = connect('postgres://nobody@127.0.0.1:1/none', 1);
    expect(await checkReady(database)).toEqual({ ready: false, reason: 'database' });
    await pool.end();
  });
});
