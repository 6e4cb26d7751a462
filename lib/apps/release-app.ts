import { and, eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { appNodes, apps } from '#db/schema/apps.ts';

/** The order was never paid: the app that held its name ends as `failed`. Leaves any app alone that is not `pending`. */
export async function releaseApp(tx: Conn, appId: string): Promise<void> {
  const released = await tx
    .update(apps)
    .set({ state: 'failed' })
    .where(and(eq(apps.id, appId), eq(apps.state, 'pending')))
    .returning({ id: apps.id });
  if (released.length === 0) return;
  await tx
    .update(appNodes)
    .set({ state: 'failed' })
    .where(and(eq(appNodes.appId, appId), eq(appNodes.state, 'pending')));
}
