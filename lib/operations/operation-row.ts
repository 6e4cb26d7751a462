import { eq, sql } from 'drizzle-orm';
import { operations } from '#db/schema/apps.ts';
import type { Conn } from '#db/connection.ts';

export type OperationRow = typeof operations.$inferSelect;
export type OperationState = OperationRow['state'];

/** Why an operation did not succeed, as kept in its row. `reason` is there when the node itself said no. */
export type OperationFailure = {
  code: string;
  detail: string;
  reason?: string;
  params?: Record<string, string | number | boolean>;
};

const ended: ReadonlySet<OperationState> = new Set(['done', 'rejected', 'failed']);
export const hasEnded = (state: OperationState): boolean => ended.has(state);

/** The row and whether its deadline has passed, by real time. Null when there is none. */
export async function findOperation(
  conn: Conn,
  operationId: string,
): Promise<{ row: OperationRow; overdue: boolean } | null> {
  const [found] = await conn
    .select({ row: operations, overdue: sql<boolean>`${operations.deadlineAt} < now()` })
    .from(operations)
    .where(eq(operations.id, operationId));
  return found ?? null;
}

/** Condition: the same was asked of the same node for the same subject again, later. What failed before is settled then. */
export const newerExists = sql`exists (
  select 1 from operations newer
   where newer.app_node_id = ${operations.appNodeId} and newer.kind = ${operations.kind}
     and newer.subject_id = ${operations.subjectId}
     and (newer.created_at, newer.id) > (${operations.createdAt}, ${operations.id}))`;
