import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { isSandbox } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { clockOffset } from './clock-offset.ts';
import { timetables } from './timetables.ts';
import type { Timetable } from './walk-clock.ts';

export type ClockView = {
  now: Date;
  /** How far it is ahead of real time, in milliseconds. */
  aheadMs: number;
  /** Where a move that is under way will end. */
  target: Date | null;
  /** What falls due next, soonest first, by the name of its timetable. */
  due: { name: string; at: Date }[];
};

/**
 * Where the test clock stands and what it would set off on its way; sandbox mode only. `now`, `aheadMs` and `target` are
 * of one instant, and no later than `due`: whoever sees no move under way sees what the last one came to.
 */
export async function viewClock(
  actor: Actor,
  conn: Conn = db(),
  dues: readonly Timetable[] = timetables,
): Promise<ClockView> {
  demand(actor, 'clock.advance');
  if (!isSandbox()) throw new AppError('notFound', 'operator.clockOnlyInSandbox');
  const clock = await readClock(conn);
  const due = await Promise.all(dues.map(async ({ name, nextDue }) => ({ name, at: await nextDue(conn) })));
  return {
    ...clock,
    due: due
      .flatMap(({ name, at }) => (at ? [{ name, at }] : []))
      .sort((a, b) => a.at.getTime() - b.at.getTime()),
  };
}

/** In one statement: read one after another, a move that ends between them would be shown as neither begun nor over. */
async function readClock(conn: Conn): Promise<Omit<ClockView, 'due'>> {
  const { rows } = await conn.execute<{ now: string; target: string | null; ahead: number }>(sql`
    select portal_now() as now, (select target from test_clock where id = 1) as target, ${clockOffset} as ahead`);
  const [row] = rows;
  if (!row) throw new Error('portal_now() gave no row');
  return {
    now: new Date(row.now),
    aheadMs: Math.round(row.ahead),
    target: row.target === null ? null : new Date(row.target),
  };
}
