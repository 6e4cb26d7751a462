import { walkClock } from '#lib/clock/walk-clock.ts';
import type { Job } from '#worker/job.ts';
import { timetables } from '#lib/clock/timetables.ts';

/** In sandbox mode: takes the test clock to where an operator sent it, through all that falls due on the way. */
export const job: Job<'moveClock'> = async () => {
  await walkClock(timetables);
};
