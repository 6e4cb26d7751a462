import { eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { operations } from '#db/schema/apps.ts';
import { orders } from '#db/schema/orders.ts';

/**
 * Locks the order that an operation serves, if it serves one. Everybody locks the order before the operation, so that a
 * delivery and the end of an operation never wait for each other in a circle.
 */
export async function lockSubject(tx: Conn, operationId: string): Promise<void> {
  const [served] = await tx
    .select({ kind: operations.subjectKind, id: operations.subjectId })
    .from(operations)
    .where(eq(operations.id, operationId));
  if (served?.kind === 'order')
    await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, served.id)).for('update');
}
