import { sql } from 'drizzle-orm';
import { operations } from '#db/schema/apps.ts';
import type { Conn } from '#db/connection.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { newId } from '#lib/ids/new-id.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import type { OperationInput } from '#protocol/control/operations.ts';

export type RequestedOperation = {
  /** Given by the caller to make the whole repeatable; otherwise made here. */
  id?: string;
  orgId: string;
  appId: string;
  appNodeId: string;
  cityNodeId: string;
  /** What it serves: `order`, `deployment`, `app` … with its id. */
  subjectKind: string;
  subjectId: string;
  kind: OperationInput['kind'];
  payload: OperationInput;
  /** After this long without an end it fails, visibly. */
  deadlineMinutes?: number;
};

const deadlineMinutesByDefault = 30;

/**
 * Asks for one thing to be done by a city node: the operation's row and the job that sends it, in the caller's own
 * transaction. Never calls the node. A given `id` that exists already is left as it is.
 */
export async function requestOperation(
  tx: Conn,
  actor: Actor,
  asked: RequestedOperation,
): Promise<{ id: string }> {
  const { deadlineMinutes = deadlineMinutesByDefault, id = newId(), ...row } = asked;
  await tx
    .insert(operations)
    .values({
      ...row,
      id,
      state: 'queued',
      requestedBy: actor.id,
      // In real time: a test clock that leaps a week must not fail what a node is busy with.
      deadlineAt: sql`now() + make_interval(mins => ${deadlineMinutes}::int)`,
    })
    .onConflictDoNothing({ target: operations.id });
  await enqueue(tx, 'advanceOperation', { operationId: id }, { key: `operation:${id}` });
  return { id };
}
