import { eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { appNodes, apps } from '#db/schema/apps.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { newAppCode } from './app-code.ts';

export type ReservedNode = {
  appNodeId?: string;
  cityNodeId: string;
  offeringId: string;
  /** Calls a second, GB, Mbit/s. */
  tps: number;
  storageGb: number;
  bandwidthMbps: number;
};

export type AppReservation = {
  appId: string;
  orgId: string;
  name: string;
  frameworkId: string;
  access: 'deploy' | 'endpoint';
  nodes: readonly ReservedNode[];
};

/**
 * Part of placing an order: the app exists as `pending` and holds its name until it is delivered or released. The same
 * app id again gives the same code. Throws `conflict` when a living app of the organisation has the name.
 */
export async function reserveApp(
  tx: Conn,
  actor: Actor,
  wanted: AppReservation,
): Promise<{ appId: string; appCode: string }> {
  const { appId, orgId, name, frameworkId, access, nodes } = wanted;
  const appCode = newAppCode();
  const [made] = await tx
    .insert(apps)
    .values({ id: appId, orgId, appCode, name, frameworkId, access, state: 'pending' })
    .onConflictDoNothing()
    .returning({ id: apps.id });
  if (!made) {
    const [known] = await tx.select({ appCode: apps.appCode }).from(apps).where(eq(apps.id, appId));
    if (known) return { appId, appCode: known.appCode };
    throw new AppError('conflict', 'apps.nameTaken', { name }, { field: 'appName' });
  }
  const pending = nodes.map(({ appNodeId, ...node }) => ({
    id: appNodeId ?? newId(),
    appId,
    ...node,
    state: 'pending' as const,
  }));
  await together(
    () => tx.insert(appNodes).values(pending),
    () =>
      recordAudit(tx, actor, {
        action: 'app.reserve',
        subjectKind: 'app',
        subjectId: appId,
        orgId,
        after: { name, appCode, frameworkId, access, nodes: nodes.length },
      }),
  );
  return { appId, appCode };
}
