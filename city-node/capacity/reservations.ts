import type { CityNodeContext } from '#city-node/context.ts';
import { together } from '#adapters/postgres/together.ts';
import { firstRow, inTransaction } from '#city-node/db/pool.ts';
import type { Rejection } from '#protocol/control/outcome.ts';
import { CONTROL_LIMITS, type Limits } from '#protocol/control/primitives.ts';
import type { Reservation, ReservationRequest } from '#protocol/control/reservations.ts';
import { lockCapacity, readCapacity, shortage } from './capacity.ts';

interface ReservationRow {
  id: string;
  offering: string;
  tps: number;
  storage_gb: number;
  bandwidth_mbps: number;
  expires_at: Date;
  state: 'held' | 'taken' | 'released';
}

/** Named one by one, so that the server may keep the plan (naming-client.ts). */
const columns = 'id, offering, tps, storage_gb, bandwidth_mbps, expires_at, state';

const limitsOf = (row: ReservationRow): Limits => ({
  tps: row.tps,
  storageGb: row.storage_gb,
  bandwidthMbps: row.bandwidth_mbps,
});

function reservationOf(row: ReservationRow, now: Date): Reservation {
  return {
    id: row.id,
    offering: row.offering,
    limits: limitsOf(row),
    expiresAt: row.expires_at.toISOString(),
    state: row.state === 'held' && row.expires_at <= now ? 'expired' : row.state,
  };
}

const refuse = (reason: Rejection['reason'], code: string, detail: string): Rejection => ({
  kind: 'rejected',
  reason,
  code,
  detail,
});

/**
 * Holds capacity until `expiresAt` (15 days ahead at most). The same id with the same limits again extends it; one that
 * is taken or released stays so. Refused as `capacity.saturated` when the node has not that much left.
 */
export async function putReservation(
  node: CityNodeContext,
  portalId: string,
  id: string,
  request: ReservationRequest,
): Promise<{ kind: 'done'; value: Reservation } | Rejection> {
  const now = node.now();
  const expiresAt = new Date(request.expiresAt);
  if (!node.offerings.some((offering) => offering.id === request.offering))
    return refuse('unsupported', 'offering.unknown', `${request.offering} is not offered here`);
  if (expiresAt.getTime() > now.getTime() + CONTROL_LIMITS.reservationDays * 86_400_000)
    return refuse('invalid', 'reservation.too-long', `at most ${CONTROL_LIMITS.reservationDays} days`);
  return inTransaction(node.pool, async (tx) => {
    const [, known, capacity] = await together(
      () => lockCapacity(tx),
      () =>
        firstRow<ReservationRow>(
          tx,
          `select ${columns} from reservations where portal_id = $1 and id = $2 for update`,
          [portalId, id],
        ),
      () => readCapacity(tx, node.env, now),
    );
    if (known && known.state !== 'held') return { kind: 'done', value: reservationOf(known, now) };
    const { tps, storageGb, bandwidthMbps } = request.limits;
    const same =
      known?.tps === tps && known.storage_gb === storageGb && known.bandwidth_mbps === bandwidthMbps;
    if (known && (!same || known.offering !== request.offering))
      return refuse('invalid', 'reservation.conflict', 'that id holds something else');
    const live = known && known.expires_at > now ? [limitsOf(known)] : [];
    const short = shortage(capacity, request.limits, live);
    if (short) return short;
    const row = await firstRow<ReservationRow>(
      tx,
      `insert into reservations (portal_id, id, offering, tps, storage_gb, bandwidth_mbps, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (portal_id, id) do update set expires_at = excluded.expires_at returning ${columns}`,
      [portalId, id, request.offering, tps, storageGb, bandwidthMbps, expiresAt],
    );
    if (!row) throw new Error('the hold was not written');
    return { kind: 'done', value: reservationOf(row, now) };
  });
}

/** Frees a hold; done also when there is none. One that an app has taken over stays with it. */
export async function deleteReservation(node: CityNodeContext, portalId: string, id: string): Promise<void> {
  await node.pool.query(
    `update reservations set state = 'released' where portal_id = $1 and id = $2 and state = 'held'`,
    [portalId, id],
  );
}
