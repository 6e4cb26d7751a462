import { sql, type AnyColumn, type SQL } from 'drizzle-orm';
import { pageCursor, readPageCursor } from './page-cursor.ts';

/**
 * Condition of what stands behind a cursor in a list ordered by (instant, id), newest first; none for the first page. One
 * comparison of both, so that an index over them is entered at that place.
 */
export function behind(cursor: string | undefined, at: AnyColumn, id: AnyColumn): SQL | undefined {
  const last = readPageCursor(cursor);
  return last && sql`(${at}, ${id}) < (${last.at.toISOString()}::timestamptz, ${last.id}::uuid)`;
}

/** A page out of what was found with one row more than its limit, and the cursor of the next; null at the end. */
export function pageOf<Row extends { id: string }>(
  found: readonly Row[],
  limit: number,
  atOf: (row: Row) => Date,
): { rows: Row[]; nextCursor: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, nextCursor: found.length > limit && last ? pageCursor(atOf(last), last.id) : null };
}
