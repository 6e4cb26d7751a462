import { count, inArray, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { appNodes } from '#db/schema/apps.ts';
import { isAnnounced, type CityNodeRow } from './city-node-row.ts';

export type Amounts = { tps: number; storageGb: number; bandwidthMbps: number };

/** What staff read of a city node wherever it is shown. */
export type StaffFacts = {
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
};

export const staffFacts = (node: CityNodeRow, provider: string): StaffFacts => ({
  id: node.id,
  slug: node.slug,
  city: node.city,
  country: node.country,
  provider,
  state: node.state,
  health: node.health,
  enrolled: !isAnnounced(node),
  statusAt: node.statusAt,
  total: { tps: node.tpsTotal, storageGb: node.storageGbTotal, bandwidthMbps: node.bandwidthMbpsTotal },
  free: { tps: node.tpsFree, storageGb: node.storageGbFree, bandwidthMbps: node.bandwidthMbpsFree },
});

/** How many apps stand at each of the nodes, by the node's id; a node without any is absent. */
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
