import { sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';

/**
 * Locks the order that an operation serves, if it serves one. Everybody locks the order before the operation, so that a
 * delivery and the end of an operation never wait for each other in a circle.
 */
export async function lockSubject(tx: Conn, operationId: string): Promise<void> {
  await tx.execute(sql`
    select from orders
     where id = (select subject_id from operations where id = ${operationId} and subject_kind = 'order') for update`);
}
