import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { operations } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { lockSubject } from './lock-subject.ts';
import { newerExists, type OperationRow } from './operation-row.ts';
import { reviveSubject } from './revive-subject.ts';
import { tryAgain } from './try-again.ts';

export const retryOperationInput = z
  .object({ requestId: z.uuid(), operationId: z.uuid() })
  .brand<'RetryOperation'>();

/**
 * Lets staff try a failed operation again. One that failed for want of an answer goes on under its own id, read before
 * it is sent; one that the node rejected has certainly not happened and gets a new id, since a node's answer to an id is
 * final. Gives the id to watch; a repeat gives the same.
 */
export async function retryOperation(
  actor: Actor,
  input: z.output<typeof retryOperationInput>,
  conn: Conn = db(),
): Promise<{ id: string }> {
  demand(actor, 'job.manage');
  return conn.transaction(async (tx) => {
    await lockSubject(tx, input.operationId);
    const [operation] = await tx
      .select()
      .from(operations)
      .where(eq(operations.id, input.operationId))
      .for('update');
    if (!operation) throw new AppError('notFound', 'errors.notFound');
    const retried = operation.state === 'rejected' ? newId() : operation.id;
    const claim = await claimRequest(tx, actor, 'operation.retry', input.requestId, retried);
    if (!claim.first) return { id: claim.subjectId };
    if (operation.state !== 'failed' && operation.state !== 'rejected')
      throw new AppError('conflict', 'operator.operationNotFailed', { state: operation.state });
    if (await wasRetried(tx, operation)) throw new AppError('conflict', 'operator.operationRetried');
    await reviveSubject(tx, operation);
    await tryAgain(tx, actor, operation, retried);
    await recordAudit(tx, actor, {
      action: 'operation.retry',
      subjectKind: 'operation',
      subjectId: operation.id,
      orgId: operation.orgId,
      after: { kind: operation.kind, as: retried },
    });
    return { id: retried };
  });
}

async function wasRetried(tx: Conn, operation: OperationRow): Promise<boolean> {
  const [row] = await tx
    .select({ id: operations.id })
    .from(operations)
    .where(and(eq(operations.id, operation.id), newerExists));
  return row !== undefined;
}
