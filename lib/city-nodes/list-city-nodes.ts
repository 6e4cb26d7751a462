import { asc, count, eq, inArray, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { appNodes } from '#db/schema/apps.ts';
import { cityNodes, offerings, providers } from '#db/schema/catalogue.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { CityNodeRow } from './city-node-row.ts';

export type Amounts = { tps: number; storageGb: number; bandwidthMbps: number };

export type StaffCityNode = {
  id: string;
  slug: string;
  city: Record<string, string>;
  country: string;
  provider: string;
  state: CityNodeRow['state'];
  health: CityNodeRow['health'];
  /** False for a node that is announced by name only: it has never been enrolled. */
  enrolled: boolean;
  statusAt: Date | null;
  total: Amounts;
  free: Amounts;
  offerings: number;
  apps: number;
};

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
    id: node.id,
    slug: node.slug,
    city: node.city,
    country: node.country,
    provider,
    state: node.state,
    health: node.health,
    enrolled: !node.publicKey.startsWith('announced:'),
    statusAt: node.statusAt,
    ...capacityOf(node),
    offerings: offered.get(node.id) ?? 0,
    apps: running.get(node.id) ?? 0,
  }));
}

export const capacityOf = (node: CityNodeRow): { total: Amounts; free: Amounts } => ({
  total: { tps: node.tpsTotal, storageGb: node.storageGbTotal, bandwidthMbps: node.bandwidthMbpsTotal },
  free: { tps: node.tpsFree, storageGb: node.storageGbFree, bandwidthMbps: node.bandwidthMbpsFree },
});

async function countOfferings(conn: Conn, ids: string[]): Promise<Map<string, number>> {
  const found = await conn
    .select({ id: offerings.cityNodeId, many: count() })
    .from(offerings)
    .where(inArray(offerings.cityNodeId, ids))
    .groupBy(offerings.cityNodeId);
  return new Map(found.map(({ id, many }) => [id, many]));
}

export async function countApps(conn: Conn, ids: string[]): Promise<Map<string, number>> {
  const found = await conn
    .select({ id: appNodes.cityNodeId, many: count() })
    .from(appNodes)
    .where(
      sql`${inArray(appNodes.cityNodeId, ids)} and ${appNodes.state} in ('creating', 'active', 'suspended')`,
    )
    .groupBy(appNodes.cityNodeId);
  return new Map(found.map(({ id, many }) => [id, many]));
}
