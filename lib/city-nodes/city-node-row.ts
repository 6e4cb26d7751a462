import { and, eq, inArray, notLike } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { cityNodes } from '#db/schema/catalogue.ts';

export type CityNodeRow = typeof cityNodes.$inferSelect;
export type CityNodeState = CityNodeRow['state'];

/**
 * Stands in the place of a node's key while the portal knows the node by name only: it has history or is expected, and
 * is never called. Enrolment puts the real key there.
 */
export const announcedKey = (slug: string): string => `announced:${slug}`;
export const isAnnounced = ({ publicKey }: { publicKey: string }): boolean =>
  publicKey.startsWith('announced:');
const isReachable = notLike(cityNodes.publicKey, 'announced:%');

/** Nodes that the worker speaks to: enrolled, active or paused, with a pinned key. */
export async function reachableNodes(conn: Conn): Promise<CityNodeRow[]> {
  return conn
    .select()
    .from(cityNodes)
    .where(and(inArray(cityNodes.state, ['enrolled', 'active', 'paused']), isReachable))
    .orderBy(cityNodes.slug);
}

/** Those that answered lately: a silent one is asked for its status only, so that it holds up nobody else's pulls. */
export async function answeringNodes(conn: Conn): Promise<CityNodeRow[]> {
  return (await reachableNodes(conn)).filter(({ health }) => health !== 'unreachable');
}

export async function findCityNode(conn: Conn, id: string): Promise<CityNodeRow | null> {
  const [row] = await conn.select().from(cityNodes).where(eq(cityNodes.id, id));
  return row ?? null;
}
