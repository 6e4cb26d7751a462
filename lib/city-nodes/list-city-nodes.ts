import { asc, count, eq, inArray } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { cityNodes, offerings, providers } from '#db/schema/catalogue.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { countApps, staffFacts, type StaffFacts } from './staff-facts.ts';

export type StaffCityNode = StaffFacts & { offerings: number; apps: number };

const atMost = 500;

/** Every node the portal knows, whatever its state, by slug; staff only. Buyers have lib/catalogue. */
export async function listCityNodesForStaff(actor: Actor, conn: Conn = db()): Promise<StaffCityNode[]> {
  demand(actor, 'portal.read');
  const rows = await conn
    .select({ node: cityNodes, provider: providers.name })
    .from(cityNodes)
    .innerJoin(providers, eq(providers.id, cityNodes.providerId))
    .orderBy(asc(cityNodes.slug))
    .limit(atMost);
  const ids = rows.map(({ node }) => node.id);
  const [offered, running] = await Promise.all([countOfferings(conn, ids), countApps(conn, ids)]);
  return rows.map(({ node, provider }) => ({
    ...staffFacts(node, provider),
    offerings: offered.get(node.id) ?? 0,
    apps: running.get(node.id) ?? 0,
  }));
}

async function countOfferings(conn: Conn, ids: string[]): Promise<Map<string, number>> {
  const found = await conn
    .select({ id: offerings.cityNodeId, many: count() })
    .from(offerings)
    .where(inArray(offerings.cityNodeId, ids))
    .groupBy(offerings.cityNodeId);
  return new Map(found.map(({ id, many }) => [id, many]));
}
