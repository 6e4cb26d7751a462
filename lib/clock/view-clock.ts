import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { isSandbox } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { clockTarget } from './advance-clock.ts';
import { portalNow } from './portal-now.ts';
import { timetables } from './timetables.ts';

export type ClockView = {
  now: Date;
  /** Where a move that is under way will end. */
  target: Date | null;
  /** What falls due next, soonest first, by the name of its timetable. */
  due: { name: string; at: Date }[];
};

/** Where the test clock stands and what it would set off on its way; sandbox mode only. */
export async function viewClock(actor: Actor, conn: Conn = db()): Promise<ClockView> {
  demand(actor, 'clock.advance');
  if (!isSandbox()) throw new AppError('notFound', 'operator.clockOnlyInSandbox');
  const dues = await Promise.all(
    timetables.map(async ({ name, nextDue }) => ({ name, at: await nextDue(conn) })),
  );
  return {
    now: await portalNow(conn),
    target: await clockTarget(conn),
    due: dues
      .flatMap(({ name, at }) => (at ? [{ name, at }] : []))
      .sort((a, b) => a.at.getTime() - b.at.getTime()),
  };
}
