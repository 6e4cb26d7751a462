import { and, inArray, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { apiKeys, appNodes } from '#db/schema/apps.ts';
import { enqueueAll } from '#lib/jobs/enqueue.ts';

/**
 * Call it in the transaction that changes the keys, limits or suspension of one app or many: every city node of each is
 * due a new policy version, and the job that pushes it starts when the transaction commits.
 */
export async function touchPolicy(tx: Conn, ...appIds: readonly string[]): Promise<void> {
  if (appIds.length === 0) return;
  const [, touched] = await together(
    () => closeExpiredKeys(tx, appIds),
    () =>
      tx
        .update(appNodes)
        .set({ policyVersion: sql`${appNodes.policyVersion} + 1` })
        .where(and(inArray(appNodes.appId, [...appIds]), inArray(appNodes.state, ['active', 'suspended'])))
        .returning({ id: appNodes.id }),
  );
  await enqueueAll(
    tx,
    'pushPolicy',
    touched.map(({ id }) => ({ key: `pushPolicy:${id}`, payload: { appNodeId: id } })),
  );
}

/**
 * What a policy says must depend on its version only, never on the moment it is read: so a key leaves the policy here,
 * with a new version, and until then its expiry date shuts it at the gateway.
 */
async function closeExpiredKeys(tx: Conn, appIds: readonly string[]): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ revokedAt: sql`${apiKeys.expiresAt}` })
    .where(
      and(
        inArray(apiKeys.appId, [...appIds]),
        sql`${apiKeys.revokedAt} is null and ${apiKeys.expiresAt} <= portal_now()`,
      ),
    );
}
