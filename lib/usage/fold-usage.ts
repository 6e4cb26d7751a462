import { eq, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { usageBatches, usageHours } from '#db/schema/apps.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { noteLost } from '#lib/city-nodes/note-lost.ts';
import { appsOnNode } from '#lib/city-nodes/apps-on-node.ts';
import { clockOffsetMs } from '#lib/clock/clock-offset.ts';
import type { UsageBatch, UsagePage } from '#protocol/control/usage.ts';

const hourMs = 3_600_000;

/**
 * Folds one page of batches into hours. A batch that was folded before, under whatever cursor, counts nothing; the
 * cursor moves only from where the page was asked for. Gives the number of batches that were new.
 */
export async function foldUsage(
  conn: Conn,
  cityNodeId: string,
  askedAfter: string,
  page: UsagePage,
): Promise<number> {
  if (page.batches.length === 0 && page.next === askedAfter) return 0;
  return conn.transaction(async (tx) => {
    const [position] = await tx
      .select({ cursor: cityNodes.usageCursor })
      .from(cityNodes)
      .where(eq(cityNodes.id, cityNodeId))
      .for('update');
    // Another pull of the same page was quicker.
    if (position?.cursor !== askedAfter) return 0;
    const owners = await appsOnNode(
      tx,
      cityNodeId,
      page.batches.map(({ appCode }) => appCode),
    );
    const fresh = await claimBatches(tx, cityNodeId, page.batches, owners);
    const offsetMs = await clockOffsetMs(tx);
    const rows = hoursOf(cityNodeId, fresh, owners, offsetMs);
    if (rows.length > 0) await addHours(tx, rows);
    await noteLost(tx, cityNodeId, 'usage', page.lost);
    await tx.update(cityNodes).set({ usageCursor: page.next }).where(eq(cityNodes.id, cityNodeId));
    return fresh.length;
  });
}

/** The batches that are new, now on record. One of an app that has no place on the node is kept as not applied. */
async function claimBatches(
  tx: Conn,
  cityNodeId: string,
  batches: readonly UsageBatch[],
  owners: ReadonlyMap<string, string>,
): Promise<UsageBatch[]> {
  if (batches.length === 0) return [];
  const claimed = await tx
    .insert(usageBatches)
    .values(batches.map((batch) => ({ cityNodeId, batchId: batch.id, applied: owners.has(batch.appCode) })))
    .onConflictDoNothing()
    .returning({ id: usageBatches.batchId });
  const fresh = new Set(claimed.map(({ id }) => id));
  return batches.filter((batch) => fresh.has(batch.id));
}

type HourRow = typeof usageHours.$inferInsert;

/** One row an app, hour and method: hours of the portal's clock. */
function hoursOf(
  cityNodeId: string,
  batches: readonly UsageBatch[],
  owners: ReadonlyMap<string, string>,
  offsetMs: number,
): HourRow[] {
  const rows = new Map<string, HourRow & { storageBytes: bigint }>();
  for (const batch of batches) {
    const appId = owners.get(batch.appCode);
    if (!appId) continue;
    const startMs = new Date(batch.periodStart).getTime() + offsetMs;
    const hour = new Date(Math.floor(startMs / hourMs) * hourMs);
    const key = `${appId} ${hour.getTime()} ${batch.method}`;
    const row = rows.get(key) ?? {
      appId,
      cityNodeId,
      hour,
      method: batch.method,
      calls: 0n,
      writes: 0n,
      refused: 0n,
      errors: 0n,
      bytesIn: 0n,
      bytesOut: 0n,
      storageBytes: 0n,
      latencyUsTotal: 0n,
    };
    row.calls += BigInt(batch.calls);
    row.writes += BigInt(batch.writes);
    row.refused += BigInt(batch.refused);
    row.errors += BigInt(batch.errors);
    row.bytesIn += BigInt(batch.bytesIn);
    row.bytesOut += BigInt(batch.bytesOut);
    row.storageBytes += BigInt(batch.storageBytes);
    row.latencyUsTotal += BigInt(batch.latencySumUs);
    rows.set(key, row);
  }
  // One order for every copy of the worker, so that two folds never wait for each other in a circle.
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

async function addHours(tx: Conn, rows: HourRow[]): Promise<void> {
  await tx
    .insert(usageHours)
    .values(rows)
    .onConflictDoUpdate({
      target: [usageHours.appId, usageHours.cityNodeId, usageHours.hour, usageHours.method],
      set: {
        calls: sql`${usageHours.calls} + excluded.calls`,
        writes: sql`${usageHours.writes} + excluded.writes`,
        refused: sql`${usageHours.refused} + excluded.refused`,
        errors: sql`${usageHours.errors} + excluded.errors`,
        bytesIn: sql`${usageHours.bytesIn} + excluded.bytes_in`,
        bytesOut: sql`${usageHours.bytesOut} + excluded.bytes_out`,
        storageBytes: sql`${usageHours.storageBytes} + excluded.storage_bytes`,
        latencyUsTotal: sql`${usageHours.latencyUsTotal} + excluded.latency_us_total`,
      },
    });
}
