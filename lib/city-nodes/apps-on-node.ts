import { and, eq, inArray } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { appNodes, apps } from '#db/schema/apps.ts';

/**
 * The portal's apps of these codes that have a place on the city node, by code. What a node says of any other app is not
 * believed: one provider must not write into the figures of an app that runs at another's.
 */
export async function appsOnNode(
  tx: Conn,
  cityNodeId: string,
  codes: readonly string[],
): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const found = await tx
    .select({ id: apps.id, code: apps.appCode })
    .from(apps)
    .innerJoin(appNodes, eq(appNodes.appId, apps.id))
    .where(and(inArray(apps.appCode, [...new Set(codes)]), eq(appNodes.cityNodeId, cityNodeId)));
  return new Map(found.map(({ id, code }) => [code, id]));
}
