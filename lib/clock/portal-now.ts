import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';

/**
 * The portal's present instant: the database's clock, plus the test clock's offset in sandbox mode.
 * Several copies of a process agree on it, and a transaction sees one instant throughout.
 */
export async function portalNow(conn: Conn = db()): Promise<Date> {
  const result = await conn.execute<{ now: string | Date }>(sql`select portal_now() as now`);
  const now = result.rows[0]?.now;
  if (now === undefined) throw new Error('portal_now() gave no row');
  return new Date(now);
}
