import { sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import type { JobName, JobPayload } from './catalogue.ts';

export type EnqueueOptions = {
  /** Jobs with one key are one job: a later call replaces what has not started. */
  key?: string;
  /** Real time, not the portal's test clock. */
  runAt?: Date;
  /** Jobs of one queue run one after another. */
  queue?: string;
};

const attempts = 25;

/**
 * Adds a job in the caller's own transaction (the outbox): it exists if and only if the transaction commits. A job under
 * the same key that starts in that moment has not seen what the caller wrote, so another one follows it.
 */
export async function enqueue<N extends JobName>(
  tx: Conn,
  name: N,
  payload: JobPayload<N>,
  options: EnqueueOptions = {},
): Promise<void> {
  await tx.execute(sql`
    select enqueue_job(
      ${name},
      payload => ${JSON.stringify(payload)}::json,
      queue => ${options.queue ?? null},
      run_at => ${options.runAt?.toISOString() ?? null}::timestamptz,
      attempts => ${attempts}::int,
      key => ${options.key ?? null})`);
}

/** As `enqueue`, for any number of jobs of one name in one statement; each under its own key. */
export async function enqueueAll<N extends JobName>(
  tx: Conn,
  name: N,
  jobs: readonly { key: string; payload: JobPayload<N> }[],
): Promise<void> {
  if (jobs.length === 0) return;
  await tx.execute(sql`
    select enqueue_job(${name}, payload => job->'payload', queue => null, run_at => null,
                       attempts => ${attempts}::int, key => job->>'key')
      from json_array_elements(${JSON.stringify(jobs)}::json) as job`);
}
