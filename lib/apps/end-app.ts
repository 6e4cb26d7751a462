import { and, eq, inArray, notInArray } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { appNodes, apps, operations } from '#db/schema/apps.ts';
import { subscriptions } from '#db/schema/orders.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { requestOperation } from '#lib/operations/request-operation.ts';
import { touchPolicy } from './touch-policy.ts';

/**
 * Ends an app in the caller's transaction (it was retired, or its order refunded): the gateways refuse it from the next
 * policy on, each city node is asked to retire it, and its name is free again. Nothing happens to an app that has ended.
 * A node that is still creating the app is asked when it has finished; one that never answered may have created it, and
 * is asked as well.
 */
export async function endApp(
  tx: Conn,
  actor: Actor,
  appId: string,
  why: 'ended' | 'refunded',
): Promise<void> {
  const [app] = await tx
    .update(apps)
    .set({ state: 'retired', retiredAt: await portalNow(tx) })
    .where(and(eq(apps.id, appId), notInArray(apps.state, ['retired'])))
    .returning();
  if (!app) return;
  await touchPolicy(tx, appId);
  const unsure = await unansweredNodes(tx, appId);
  await tx
    .update(appNodes)
    .set({ state: 'retired' })
    .where(and(eq(appNodes.appId, appId), inArray(appNodes.state, ['pending', 'failed'])));
  await tx
    .update(subscriptions)
    .set({ state: why })
    .where(and(eq(subscriptions.appId, appId), inArray(subscriptions.state, ['pending', 'active'])));
  const standing = await tx
    .select()
    .from(appNodes)
    .where(and(eq(appNodes.appId, appId), inArray(appNodes.state, ['active', 'suspended'])));
  for (const node of [...standing, ...unsure]) await retireNode(tx, actor, app, node);
}

/** Where creating the app ended without an answer. One that was turned down is sure not to have it. */
async function unansweredNodes(tx: Conn, appId: string) {
  return tx
    .selectDistinct({ id: appNodes.id, cityNodeId: appNodes.cityNodeId })
    .from(appNodes)
    .innerJoin(operations, eq(operations.appNodeId, appNodes.id))
    .where(
      and(
        eq(appNodes.appId, appId),
        eq(appNodes.state, 'failed'),
        eq(operations.kind, 'createApp'),
        eq(operations.state, 'failed'),
      ),
    );
}

export async function retireNode(
  tx: Conn,
  actor: Actor,
  app: { id: string; orgId: string; appCode: string },
  node: { id: string; cityNodeId: string },
): Promise<void> {
  await requestOperation(tx, actor, {
    orgId: app.orgId,
    appId: app.id,
    appNodeId: node.id,
    cityNodeId: node.cityNodeId,
    subjectKind: 'app',
    subjectId: app.id,
    kind: 'retire',
    payload: { kind: 'retire', appCode: app.appCode },
    // A node that is away for days still has to hear that the app ended.
    deadlineMinutes: 7 * 24 * 60,
  });
}
