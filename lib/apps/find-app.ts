import { and, eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { apps } from '#db/schema/apps.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';

export type OwnApp = typeof apps.$inferSelect;

/**
 * One app of the actor's organisation, locked for a change; rows that refer to it may be added meanwhile. Another's and a
 * missing one look the same.
 */
export async function lockOwnApp(tx: Conn, actor: Actor, appId: string): Promise<OwnApp> {
  const [app] = await tx
    .select()
    .from(apps)
    .where(and(eq(apps.id, appId), eq(apps.orgId, actor.orgId)))
    .for('no key update');
  if (!app) throw new AppError('notFound', 'apps.notFound');
  return app;
}

/** As `lockOwnApp`, without the lock, for reads. */
export async function readOwnApp(conn: Conn, actor: Actor, appId: string): Promise<OwnApp> {
  const [app] = await conn
    .select()
    .from(apps)
    .where(and(eq(apps.id, appId), eq(apps.orgId, actor.orgId)));
  if (!app) throw new AppError('notFound', 'apps.notFound');
  return app;
}
