import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { endApp } from './end-app.ts';
import { lockOwnApp } from './find-app.ts';

export const retireAppInput = z
  .object({
    requestId: z.uuid(),
    appId: z.uuid(),
    /** The app's name, typed by hand: this cannot be undone. */
    confirmName: z.string().trim().max(200),
  })
  .brand<'RetireApp'>();
export type RetireApp = z.output<typeof retireAppInput>;

/**
 * Ends an app for good: gateways refuse it, the city nodes destroy its custody key and free its capacity, its name can
 * be used again. Only a living app, and not while the operator holds it suspended. A repeat does nothing more.
 */
export async function retireApp(actor: Actor, input: RetireApp, conn: Conn = db()): Promise<{ id: string }> {
  demand(actor, 'app.manage');
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'app.retire', input.requestId, input.appId);
    if (!first) return { id: input.appId };
    const app = await lockOwnApp(tx, actor, input.appId);
    if (app.state !== 'active' && app.state !== 'suspended')
      throw new AppError('conflict', 'apps.notActive', { name: app.name });
    if (app.suspendedBy === 'operator')
      throw new AppError('refused', 'apps.suspendedByOperator', { reason: app.suspensionReason });
    if (input.confirmName !== app.name)
      throw new AppError('invalid', 'apps.confirmName', { name: app.name }, { field: 'confirmName' });
    await endApp(tx, actor, app.id, 'ended');
    await recordAudit(tx, actor, {
      action: 'app.retire',
      subjectKind: 'app',
      subjectId: app.id,
      before: { state: app.state },
      after: { state: 'retired' },
    });
    return { id: app.id };
  });
}
