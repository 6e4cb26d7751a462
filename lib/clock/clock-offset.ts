import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';

/** The same as an expression, for a statement that asks for more. */
export const clockOffset = sql`
  coalesce((select extract(epoch from "offset") * 1000 from test_clock where id = 1), 0)::float8`.mapWith(
  Math.round,
);

/**
 * How far the sandbox's test clock is ahead of real time, in milliseconds; 0 outside sandbox. City nodes live in real
 * time, so what they date is shifted by this to stand where the portal's people look for it.
 */
export async function clockOffsetMs(conn: Conn = db()): Promise<number> {
  const { rows } = await conn.execute<{ ms: number }>(sql`select ${clockOffset} as ms`);
  return Math.round(rows[0]?.ms ?? 0);
}
