import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { apiKeys, appNodes } from '#db/schema/apps.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';

/**
 * Call it in the transaction that changes an app's keys, limits or suspension: every city node of the app is due a new
 * policy version, and the job that pushes it starts when the transaction commits.
 */
export async function touchPolicy(tx: Conn, appId: string): Promise<void> {
  await closeExpiredKeys(tx, appId);
  const touched = await tx
    .update(appNodes)
    .set({ policyVersion: sql`${appNodes.policyVersion} + 1` })
    .where(and(eq(appNodes.appId, appId), inArray(appNodes.state, ['active', 'suspended'])))
    .returning({ id: appNodes.id });
  for (const { id } of touched) {
    await enqueue(tx, 'pushPolicy', { appNodeId: id }, { key: `pushPolicy:${id}` });
  }
}

/**
 * What a policy says must depend on its version only, never on the moment it is read: so a key leaves the policy here,
 * with a new version, and until then its expiry date shuts it at the gateway.
 */
async function closeExpiredKeys(tx: Conn, appId: string): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ revokedAt: sql`${apiKeys.expiresAt}` })
    .where(
      and(
        eq(apiKeys.appId, appId),
        sql`${apiKeys.revokedAt} is null and ${apiKeys.expiresAt} <= portal_now()`,
      ),
    );
}
