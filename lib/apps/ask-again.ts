import { desc, eq, sql, type SQL } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { operations } from '#db/schema/apps.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { requestOperation } from '#lib/operations/request-operation.ts';
import { operationRequest } from '#protocol/control/operations.ts';

/**
 * Has the newest operation that meets the condition tried once more. One that the node rejected proved that nothing
 * happened, so it goes out under a new id; one that ended without an answer may have happened, so it keeps its id and
 * is read before it is sent. Gives false when there is none, or it runs still.
 */
export async function askAgain(tx: Conn, actor: Actor, which: SQL | undefined): Promise<boolean> {
  const [last] = await tx
    .select()
    .from(operations)
    .where(which)
    .orderBy(desc(operations.createdAt), desc(operations.id))
    .limit(1)
    .for('update');
  if (last?.state === 'rejected') {
    const { orgId, appId, appNodeId, cityNodeId, subjectKind, subjectId } = last;
    const payload = operationRequest.parse(last.payload);
    await requestOperation(tx, actor, {
      orgId,
      appId,
      appNodeId,
      cityNodeId,
      subjectKind,
      subjectId,
      kind: payload.kind,
      payload,
    });
    return true;
  }
  if (last?.state !== 'failed') return false;
  await tx
    .update(operations)
    .set({ state: 'unknown', finishedAt: null, deadlineAt: sql`now() + interval '30 minutes'` })
    .where(eq(operations.id, last.id));
  await enqueue(tx, 'advanceOperation', { operationId: last.id }, { key: `operation:${last.id}` });
  return true;
}
