import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { apps } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { tellOwners } from '#lib/organisations/tell-owners.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { lockOwnApp, type OwnApp } from './find-app.ts';
import { touchPolicy } from './touch-policy.ts';

export const suspendAppInput = z
  .object({ requestId: z.uuid(), appId: z.uuid(), reason: z.string().trim().max(300).default('') })
  .brand<'SuspendApp'>();
export type SuspendApp = z.output<typeof suspendAppInput>;

/**
 * Stops every call of the organisation's own app at every gateway, within about a second. Its data and keys stay.
 * Only an active app can be suspended (`conflict`); a repeat does nothing more.
 */
export async function suspendApp(
  actor: Actor,
  input: SuspendApp,
  conn: Conn = db(),
): Promise<{ id: string }> {
  demand(actor, 'app.manage');
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'app.suspend', input.requestId, input.appId);
    if (!first) return { id: input.appId };
    const app = await lockOwnApp(tx, actor, input.appId);
    if (app.state !== 'active') throw new AppError('conflict', 'apps.notActive', { name: app.name });
    await suspend(tx, actor, app, 'owner', input.reason);
    return { id: app.id };
  });
}

export const suspendAnyAppInput = z
  .object({ requestId: z.uuid(), appId: z.uuid(), reason: z.string().trim().min(3).max(300) })
  .brand<'SuspendAnyApp'>();
export type SuspendAnyApp = z.output<typeof suspendAnyAppInput>;

/**
 * The portal operator suspends any organisation's app, with a reason that its owners read, by mail too. It takes over from an
 * owner's suspension, so that the owner cannot undo it.
 */
export async function suspendAnyApp(
  actor: Actor,
  input: SuspendAnyApp,
  conn: Conn = db(),
): Promise<{ id: string }> {
  demand(actor, 'app.suspend');
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'app.suspendAny', input.requestId, input.appId);
    if (!first) return { id: input.appId };
    const [app] = await tx.select().from(apps).where(eq(apps.id, input.appId)).for('update');
    if (!app) throw new AppError('notFound', 'apps.notFound');
    if (app.state !== 'active' && !(app.state === 'suspended' && app.suspendedBy === 'owner'))
      throw new AppError('conflict', 'apps.notActive', { name: app.name });
    await suspend(tx, actor, app, 'operator', input.reason);
    await tellOwners(tx, app.orgId, `/apps/${app.id}`, 'appSuspended', {
      app: app.name,
      reason: input.reason,
    });
    return { id: app.id };
  });
}

async function suspend(
  tx: Conn,
  actor: Actor,
  app: OwnApp,
  by: 'owner' | 'operator',
  reason: string,
): Promise<void> {
  await tx
    .update(apps)
    .set({ state: 'suspended', suspendedBy: by, suspensionReason: reason })
    .where(eq(apps.id, app.id));
  await touchPolicy(tx, app.id);
  await recordAudit(tx, actor, {
    action: 'app.suspend',
    subjectKind: 'app',
    subjectId: app.id,
    orgId: app.orgId,
    before: { state: app.state },
    after: { state: 'suspended', by, reason },
  });
}
