import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import journal from '#db/migrations/meta/_journal.json' with { type: 'json' };

export type Readiness = { ready: true } | { ready: false; reason: 'database' | 'migrations' };

const newest = Math.max(...journal.entries.map((entry) => entry.when));

/** Whether this process can serve people: the database answers, and is at this release's schema or a later one. */
export async function checkReady(conn: Conn = db()): Promise<Readiness> {
  try {
    const found = await conn.execute<{ at: string | null }>(
      sql`select max(created_at) as at from drizzle.__drizzle_migrations`,
    );
    return Number(found.rows[0]?.at ?? 0) >= newest
      ? { ready: true }
      : { ready: false, reason: 'migrations' };
  } catch {
    return { ready: false, reason: 'database' };
  }
}
