import { and, eq, ne, notInArray } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { apps } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { appName } from './app-name.ts';
import { lockOwnApp } from './find-app.ts';

export const renameAppInput = z
  .object({ requestId: z.uuid(), appId: z.uuid(), name: appName })
  .brand<'RenameApp'>();
export type RenameApp = z.output<typeof renameAppInput>;

/** Gives an app another name; its code, endpoints and keys stay. `conflict` when a living app has that name. */
export async function renameApp(actor: Actor, input: RenameApp, conn: Conn = db()): Promise<{ id: string }> {
  demand(actor, 'app.manage');
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'app.rename', input.requestId, input.appId);
    if (!first) return { id: input.appId };
    const app = await lockOwnApp(tx, actor, input.appId);
    const [taken] = await tx
      .select({ id: apps.id })
      .from(apps)
      .where(
        and(
          eq(apps.orgId, actor.orgId),
          eq(apps.name, input.name),
          ne(apps.id, app.id),
          notInArray(apps.state, ['retired', 'failed']),
        ),
      );
    if (taken) throw new AppError('conflict', 'apps.nameTaken', { name: input.name }, { field: 'name' });
    await tx.update(apps).set({ name: input.name }).where(eq(apps.id, app.id));
    await recordAudit(tx, actor, {
      action: 'app.rename',
      subjectKind: 'app',
      subjectId: app.id,
      before: { name: app.name },
      after: { name: input.name },
    });
    return { id: app.id };
  });
}
