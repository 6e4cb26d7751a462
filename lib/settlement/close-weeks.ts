import { db, type Conn } from '#db/connection.ts';
import { systemActor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import type { Timetable } from '#lib/clock/walk-clock.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { closeWeek, nextWeekToClose } from './close-week.ts';
import { weekBounds, weekText } from './weeks.ts';

/** Closes every week that is over and not yet closed, in order. Safe to repeat and to run twice at once. */
export async function closeWeeks(conn: Conn = db()): Promise<string[]> {
  const closed: string[] = [];
  for (;;) {
    const zone = portalEnv().PORTAL_ZONE;
    const week = await nextWeekToClose(conn, zone);
    if (!week || weekBounds(week, zone).endsAt > (await portalNow(conn))) return closed;
    const { first } = await closeWeek(systemActor('closeWeeks'), week, conn);
    if (first) closed.push(weekText(week));
  }
}

/** For the test clock: it stops at the end of each week, and the week is closed there. */
export const weekTimetable: Timetable = {
  name: 'closeWeeks',
  nextDue: async (conn) => {
    const zone = portalEnv().PORTAL_ZONE;
    const week = await nextWeekToClose(conn, zone);
    return week ? weekBounds(week, zone).endsAt : null;
  },
  run: async () => void (await closeWeeks()),
};
