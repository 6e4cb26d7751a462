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
  maxAttempts?: number;
};

/** Adds a job in the caller's own transaction (the outbox): it exists if and only if the transaction commits. */
export async function enqueue<N extends JobName>(
  tx: Conn,
  name: N,
  payload: JobPayload<N>,
  options: EnqueueOptions = {},
): Promise<void> {
  await tx.execute(sql`
    select graphile_worker.add_job(
      ${name},
      payload => ${JSON.stringify(payload)}::json,
      queue_name => ${options.queue ?? null},
      run_at => ${options.runAt?.toISOString() ?? null}::timestamptz,
      max_attempts => ${options.maxAttempts ?? 25}::int,
      job_key => ${options.key ?? null})`);
}
