import { db, type Conn } from '#db/connection.ts';
import { clockTarget, endMove, setClock } from './advance-clock.ts';
import { portalNow } from './portal-now.ts';

/** Something that falls due by the portal's clock. */
export type Timetable = {
  name: string;
  /** The next instant at which there is work, strictly after nothing: already due work counts. Null: none in sight. */
  nextDue: (conn: Conn) => Promise<Date | null>;
  /** Does all that is due at the portal's present instant; safe to repeat. */
  run: () => Promise<void>;
};

/**
 * Takes the test clock to its target through every due instant in order, doing at each what falls due there, as it
 * would have happened in time. The move is over when the last of it is done; interrupted, it goes on where it was.
 */
export async function walkClock(timetables: readonly Timetable[], conn: Conn = db()): Promise<number> {
  for (let stops = 0; ; stops += 1) {
    const target = await clockTarget(conn);
    if (!target) return stops;
    const dues = await Promise.all(timetables.map((timetable) => timetable.nextDue(conn)));
    const now = await portalNow(conn);
    const next = dues.filter((due): due is Date => due !== null && due > now && due <= target);
    const stop = next.length > 0 ? new Date(Math.min(...next.map(Number))) : target;
    await setClock(stop, conn);
    for (const timetable of timetables) await timetable.run();
    if (stop === target) await endMove(target, conn);
  }
}
