import { and, eq, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { operations } from '#db/schema/apps.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { newId } from '#lib/ids/new-id.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { operationRequest } from '#protocol/control/operations.ts';
import type { OperationRow } from './operation-row.ts';
import { requestOperation } from './request-operation.ts';

const againMinutes = 30;

/**
 * Has an operation that was rejected or failed tried once more, in the caller's transaction, which holds its row. The one
 * that a node rejected has certainly not happened and goes out under `nextId`, since a node's answer to an id is final;
 * one that ended without an answer may have happened, so it keeps its id and is read before it is sent.
 */
export async function tryAgain(
  tx: Conn,
  actor: Actor,
  operation: OperationRow,
  nextId = newId(),
): Promise<void> {
  if (operation.state !== 'rejected') return goOn(tx, operation.id);
  const { orgId, appId, appNodeId, cityNodeId, subjectKind, subjectId } = operation;
  const payload = operationRequest.parse(operation.payload);
  await requestOperation(tx, actor, {
    id: nextId,
    orgId,
    appId,
    appNodeId,
    cityNodeId,
    subjectKind,
    subjectId,
    kind: payload.kind,
    payload,
    deadlineMinutes: againMinutes,
  });
}

/** As fast as at first: the attempts that came to nothing count no more. */
async function goOn(tx: Conn, operationId: string): Promise<void> {
  await tx
    .update(operations)
    .set({
      state: 'unknown',
      attempts: 0,
      error: null,
      finishedAt: null,
      deadlineAt: sql`now() + make_interval(mins => ${againMinutes}::int)`,
    })
    .where(and(eq(operations.id, operationId), eq(operations.state, 'failed')));
  await enqueue(tx, 'advanceOperation', { operationId }, { key: `operation:${operationId}` });
}
