import type { CronItem } from 'graphile-worker';
import type { JobName } from '#lib/jobs/catalogue.ts';

const every = (match: string, task: JobName): CronItem => ({
  task,
  match,
  // A worker that was away does late what is late, once: these jobs do all that is due.
  options: { backfillPeriod: 0, jobKey: task, jobKeyMode: 'preserve_run_at', maxAttempts: 5 },
});

/** The portal's timetable, by real time. What is due by the portal's clock, each job finds out itself. */
export const crontab: CronItem[] = [
  every('* * * * *', 'sealLedger'),
  every('* * * * *', 'expireQuotes'),
  every('* * * * *', 'wakeStalled'),
  every('*/5 * * * *', 'closeWeeks'),
  every('17 * * * *', 'pruneExpired'),
];
