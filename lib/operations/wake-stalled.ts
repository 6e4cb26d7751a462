import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';

const atOnce = 500;

/**
 * Finds what no job works on any more: operations without an end and policies that a node has not confirmed, whose job
 * was given up after too many faults. Each gets a job again; an operation past its deadline then fails where people see
 * it. Gives how many were woken; what has a job is left alone.
 */
export async function wakeStalled(conn: Conn = db()): Promise<number> {
  const operations = await conn.execute<{ id: string }>(sql`
    select id from operations o
     where state in ('queued', 'sent', 'accepted', 'unknown') and not ${hasJob(sql`'operation:' || o.id`)}
     order by created_at limit ${atOnce}`);
  for (const { id } of operations.rows)
    await enqueue(conn, 'advanceOperation', { operationId: id }, { key: `operation:${id}` });
  const policies = await conn.execute<{ id: string }>(sql`
    select id from app_nodes n
     where state in ('active', 'suspended') and policy_version > policy_pushed
       and not ${hasJob(sql`'pushPolicy:' || n.id`)}
     limit ${atOnce}`);
  for (const { id } of policies.rows)
    await enqueue(conn, 'pushPolicy', { appNodeId: id }, { key: `pushPolicy:${id}` });
  return operations.rows.length + policies.rows.length;
}

/** One that will still run or runs now. A job that starts loses its key when another is added under it, never before. */
const hasJob = (key: ReturnType<typeof sql>) => sql`exists (
  select 1 from graphile_worker.jobs j
   where j.key = ${key} and (j.locked_at is not null or j.attempts < j.max_attempts))`;
