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

export const resumeAppInput = z.object({ requestId: z.uuid(), appId: z.uuid() }).brand<'ResumeApp'>();
export type ResumeApp = z.output<typeof resumeAppInput>;

/** Lets calls through again. Refused (`refused`) when the portal operator suspended the app. */
export async function resumeApp(actor: Actor, input: ResumeApp, conn: Conn = db()): Promise<{ id: string }> {
  demand(actor, 'app.manage');
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'app.resume', input.requestId, input.appId);
    if (!first) return { id: input.appId };
    const app = await lockOwnApp(tx, actor, input.appId);
    if (app.state === 'suspended' && app.suspendedBy === 'operator')
      throw new AppError('refused', 'apps.suspendedByOperator', { reason: app.suspensionReason });
    return resume(tx, actor, app);
  });
}

/** The portal operator lets any organisation's suspended app go on; its owners are told by mail. */
export async function resumeAnyApp(
  actor: Actor,
  input: ResumeApp,
  conn: Conn = db(),
): Promise<{ id: string }> {
  demand(actor, 'app.suspend');
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'app.resumeAny', input.requestId, input.appId);
    if (!first) return { id: input.appId };
    const [app] = await tx.select().from(apps).where(eq(apps.id, input.appId)).for('update');
    if (!app) throw new AppError('notFound', 'apps.notFound');
    const resumed = await resume(tx, actor, app);
    await tellOwners(tx, app.orgId, `/apps/${app.id}`, 'appResumed', { app: app.name });
    return resumed;
  });
}

async function resume(tx: Conn, actor: Actor, app: OwnApp): Promise<{ id: string }> {
  if (app.state !== 'suspended') throw new AppError('conflict', 'apps.notSuspended', { name: app.name });
  await tx
    .update(apps)
    .set({ state: 'active', suspendedBy: null, suspensionReason: '' })
    .where(eq(apps.id, app.id));
  await touchPolicy(tx, app.id);
  await recordAudit(tx, actor, {
    action: 'app.resume',
    subjectKind: 'app',
    subjectId: app.id,
    orgId: app.orgId,
    before: { state: app.state, by: app.suspendedBy, reason: app.suspensionReason },
    after: { state: 'active' },
  });
  return { id: app.id };
}
