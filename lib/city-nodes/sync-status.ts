import { eq, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { nodeEvents } from '#db/schema/apps.ts';
import { newId } from '#lib/ids/new-id.ts';
import { log } from '#lib/log/log.ts';
import type { NodeStatus } from '#protocol/control/status.ts';
import { reachableNodes, type CityNodeRow } from './city-node-row.ts';
import { withinTimeout, type CityNodes } from './nodes.ts';
import { syncOfferings } from './sync-offerings.ts';

const statusTimeoutMs = 5_000;
/** Calls in a row without an answer before a node counts as degraded, and as unreachable. */
const degradedAfter = 2;
const unreachableAfter = 3;

/**
 * Asks every node at once how it is and writes what it said: health, capacity, offerings. A node that does not answer
 * loses its good name by degrees and holds nobody else up. Repeating it is harmless.
 */
export async function syncStatus(nodes: CityNodes, conn: Conn = db()): Promise<void> {
  const rows = await reachableNodes(conn);
  await Promise.all(rows.map((row) => syncOne(row, nodes, conn)));
}

/** Of one node, at once: after its enrolment. */
export async function syncOne(row: CityNodeRow, nodes: CityNodes, conn: Conn = db()): Promise<boolean> {
  try {
    const node = await nodes(row.id);
    const outcome = await node.status(withinTimeout(statusTimeoutMs));
    if (outcome.kind === 'done') await writeStatus(conn, row.id, outcome.value);
    else await writeSilence(conn, row.id, 'detail' in outcome ? outcome.detail : 'absent');
    return outcome.kind === 'done';
  } catch (error) {
    // One node's bad row must not keep the others from being asked.
    log().error({ err: error, cityNode: row.slug }, 'the status of a city node could not be written');
    return false;
  }
}

async function writeStatus(conn: Conn, id: string, status: NodeStatus): Promise<void> {
  await conn.transaction(async (tx) => {
    const before = await lock(tx, id);
    if (!before) return;
    const { total, reserved, used } = status.capacity;
    const free = (name: keyof typeof total) => Math.max(0, total[name] - reserved[name] - used[name]);
    const health = status.health === 'up' ? 'healthy' : 'degraded';
    await tx
      .update(cityNodes)
      .set({
        status,
        statusAt: sql`portal_now()`,
        health,
        failedStatusCalls: 0,
        gatewayUrl: status.node.publicUrl,
        latitude: status.node.latitude,
        longitude: status.node.longitude,
        tpsTotal: total.tps,
        tpsFree: free('tps'),
        storageGbTotal: total.storageGb,
        storageGbFree: free('storageGb'),
        bandwidthMbpsTotal: total.bandwidthMbps,
        bandwidthMbpsFree: free('bandwidthMbps'),
      })
      .where(eq(cityNodes.id, id));
    await syncOfferings(tx, id, status.offerings);
    await noteChange(tx, before, health, status.health === 'up' ? '' : `node says ${status.health}`);
  });
}

async function writeSilence(conn: Conn, id: string, detail: string): Promise<void> {
  await conn.transaction(async (tx) => {
    const before = await lock(tx, id);
    if (!before) return;
    const failed = before.failedStatusCalls + 1;
    const health =
      failed >= unreachableAfter ? 'unreachable' : failed >= degradedAfter ? 'degraded' : before.health;
    await tx.update(cityNodes).set({ failedStatusCalls: failed, health }).where(eq(cityNodes.id, id));
    await noteChange(tx, before, health, detail);
  });
}

async function lock(tx: Conn, id: string): Promise<CityNodeRow | undefined> {
  const [row] = await tx.select().from(cityNodes).where(eq(cityNodes.id, id)).for('update');
  return row;
}

/** The node's record shows when its health turned; told by the portal, so its ids cannot meet the node's own. */
async function noteChange(
  tx: Conn,
  before: CityNodeRow,
  health: CityNodeRow['health'],
  detail: string,
): Promise<void> {
  if (before.health === health) return;
  await tx.insert(nodeEvents).values({
    cityNodeId: before.id,
    eventId: `portal:${newId()}`,
    kind: 'portal.health',
    at: sql`portal_now()`,
    payload: { from: before.health, to: health, detail: detail.slice(0, 300) },
  });
}
