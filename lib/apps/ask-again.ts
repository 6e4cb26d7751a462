import { desc, type SQL } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { operations } from '#db/schema/apps.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { tryAgain } from '#lib/operations/try-again.ts';

/**
 * Has the newest operation that meets the condition tried once more; one that runs still, because somebody else asked, is
 * left to its end. Gives false when there is none.
 */
export async function askAgain(tx: Conn, actor: Actor, which: SQL | undefined): Promise<boolean> {
  const [last] = await tx
    .select()
    .from(operations)
    .where(which)
    .orderBy(desc(operations.createdAt), desc(operations.id))
    .limit(1)
    .for('update');
  if (!last) return false;
  if (last.state === 'rejected' || last.state === 'failed') await tryAgain(tx, actor, last);
  return true;
}
