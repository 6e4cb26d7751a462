import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';

/**
 * How far the sandbox's test clock is ahead of real time, in milliseconds; 0 outside sandbox. City nodes live in real
 * time, so what they date is shifted by this to stand where the portal's people look for it.
 */
export async function clockOffsetMs(conn: Conn = db()): Promise<number> {
  const result = await conn.execute<{ ms: string }>(sql`
    select coalesce((select extract(epoch from "offset") * 1000 from test_clock where id = 1), 0)::text as ms`);
  return Math.round(Number(result.rows[0]?.ms ?? 0));
}
