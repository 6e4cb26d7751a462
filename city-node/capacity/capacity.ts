import { together } from '#adapters/postgres/together.ts';
import { firstRow, LOCKS, type Conn } from '#city-node/db/pool.ts';
import type { CityNodeEnv } from '#city-node/env.ts';
import type { Rejection } from '#protocol/control/outcome.ts';
import type { Limits } from '#protocol/control/primitives.ts';
import type { Capacity } from '#protocol/control/status.ts';

type Totals = Pick<CityNodeEnv, 'CAPACITY_TPS' | 'CAPACITY_STORAGE_GB' | 'CAPACITY_BANDWIDTH_MBPS'>;

interface SumRow {
  tps: string;
  storage_gb: string;
  bandwidth_mbps: string;
}
const sums =
  'coalesce(sum(tps), 0) as tps, coalesce(sum(storage_gb), 0) as storage_gb, coalesce(sum(bandwidth_mbps), 0) as bandwidth_mbps';
const limitsOf = (row: SumRow | null): Limits => ({
  tps: Number(row?.tps ?? 0),
  storageGb: Number(row?.storage_gb ?? 0),
  bandwidthMbps: Number(row?.bandwidth_mbps ?? 0),
});

/** Counted over all portals. A hold that has expired counts no more. */
export async function readCapacity(conn: Conn, env: Totals, now: Date): Promise<Capacity> {
  const [used, reserved] = await together(
    () => firstRow<SumRow>(conn, `select ${sums} from apps where state <> 'retired'`),
    () =>
      firstRow<SumRow>(conn, `select ${sums} from reservations where state = 'held' and expires_at > $1`, [
        now,
      ]),
  );
  return {
    total: {
      tps: env.CAPACITY_TPS,
      storageGb: env.CAPACITY_STORAGE_GB,
      bandwidthMbps: env.CAPACITY_BANDWIDTH_MBPS,
    },
    used: limitsOf(used),
    reserved: limitsOf(reserved),
  };
}

/** Whoever takes capacity takes this lock first and keeps it until the transaction ends: two portals never share one unit. */
export async function lockCapacity(tx: Conn): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [LOCKS.capacity]);
}

/** Null when `wanted` fits beside everything else, `already` (held or used by the same asker) not counted. */
export function shortage(
  { total, used, reserved }: Capacity,
  wanted: Limits,
  already: readonly Limits[],
): Rejection | null {
  for (const resource of ['tps', 'storageGb', 'bandwidthMbps'] as const) {
    const own = already.reduce((sum, limits) => sum + limits[resource], 0);
    const free = total[resource] - used[resource] - reserved[resource] + own;
    if (wanted[resource] > free)
      return {
        kind: 'rejected',
        reason: 'quota',
        code: 'capacity.saturated',
        detail: `${resource}: ${wanted[resource]} wanted, ${Math.max(0, free)} free`,
        params: { resource, wanted: wanted[resource], free: Math.max(0, free) },
      };
  }
  return null;
}

interface HeldRow {
  tps: number;
  storage_gb: number;
  bandwidth_mbps: number;
}

/** Takes over a portal's live hold and gives what it held; null when there is none any more. */
export async function takeReservation(
  tx: Conn,
  portalId: string,
  id: string | undefined,
  now: Date,
): Promise<Limits | null> {
  if (id === undefined) return null;
  const row = await firstRow<HeldRow>(
    tx,
    `select tps, storage_gb, bandwidth_mbps from reservations
     where portal_id = $1 and id = $2 and state = 'held' and expires_at > $3 for update`,
    [portalId, id, now],
  );
  return row && { tps: row.tps, storageGb: row.storage_gb, bandwidthMbps: row.bandwidth_mbps };
}

export async function markTaken(tx: Conn, portalId: string, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  await tx.query(
    `update reservations set state = 'taken' where portal_id = $1 and id = $2 and state = 'held'`,
    [portalId, id],
  );
}
