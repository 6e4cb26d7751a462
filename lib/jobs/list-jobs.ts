import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { countedId } from '#lib/ids/counted-id.ts';

export const listJobsInput = z
  .object({
    show: z.enum(['all', 'failing', 'running']).default('all'),
    cursor: countedId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .brand<'ListJobs'>();

export type JobRow = {
  id: string;
  name: string;
  state: 'waiting' | 'running' | 'failing' | 'givenUp';
  runAt: Date;
  attempts: number;
  maxAttempts: number;
  lastError: string;
};

/** Jobs that are not finished, newest first; finished ones leave no row. Staff only; payloads are not shown. */
export async function listJobs(
  actor: Actor,
  input: z.output<typeof listJobsInput>,
  conn: Conn = db(),
): Promise<{ rows: JobRow[]; nextCursor: string | null }> {
  demand(actor, 'job.manage');
  const shown = {
    all: sql`true`,
    failing: sql`last_error is not null`,
    running: sql`locked_at is not null`,
  }[input.show];
  const result = await conn.execute<Omit<JobRow, 'runAt'> & { runAt: string | Date }>(sql`
    select id::text as id, task_identifier as name, run_at as "runAt", attempts, max_attempts as "maxAttempts",
           coalesce(left(last_error, 500), '') as "lastError",
           case when locked_at is not null then 'running'
                when attempts >= max_attempts then 'givenUp'
                when last_error is not null then 'failing'
                else 'waiting' end as state
      from graphile_worker.jobs
     where ${shown} and (${input.cursor ?? null}::bigint is null or id < ${input.cursor ?? null}::bigint)
     order by jobs.id desc limit ${input.limit + 1}`);
  const rows = result.rows.slice(0, input.limit).map((row) => ({ ...row, runAt: new Date(row.runAt) }));
  return { rows, nextCursor: result.rows.length > input.limit ? (rows.at(-1)?.id ?? null) : null };
}
