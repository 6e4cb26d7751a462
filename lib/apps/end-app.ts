import { and, eq, inArray, notInArray } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { appNodes, apps } from '#db/schema/apps.ts';
import { subscriptions } from '#db/schema/orders.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { requestOperation } from '#lib/operations/request-operation.ts';
import { touchPolicy } from './touch-policy.ts';

/**
 * Ends an app in the caller's transaction (it was retired, or its order refunded): the gateways refuse it from the next
 * policy on, each city node is asked to retire it, and its name is free again. Nothing happens to an app that has ended.
 * A node that is still creating the app is asked when it has finished.
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
  for (const node of standing) await retireNode(tx, actor, app, node);
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
