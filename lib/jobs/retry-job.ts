import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { countedId } from '#lib/ids/counted-id.ts';

export const retryJobInput = z.object({ jobId: countedId }).brand<'RetryJob'>();

/** Lets a job that waits or was given up run now, with its attempts counted anew. A running job is left alone. */
export async function retryJob(
  actor: Actor,
  input: z.output<typeof retryJobInput>,
  conn: Conn = db(),
): Promise<void> {
  demand(actor, 'job.manage');
  await conn.transaction(async (tx) => {
    const found = await tx.execute<{ name: string }>(sql`
      select task_identifier as name from graphile_worker.jobs where id = ${input.jobId}::bigint`);
    const moved = await tx.execute(sql`
      select 1 from graphile_worker.reschedule_jobs(array[${input.jobId}]::bigint[], run_at => now(), attempts => 0)`);
    const [row] = found.rows;
    if (!row || moved.rows.length === 0)
      throw new AppError('conflict', 'operator.jobNotWaiting', { jobId: input.jobId });
    await recordAudit(tx, actor, {
      action: 'job.retry',
      subjectKind: 'job',
      subjectId: input.jobId,
      after: { name: row.name },
    });
  });
}
