import { sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { settlementShares } from '#db/schema/settlement.ts';
import { newId } from '#lib/ids/new-id.ts';

export type NewShare = {
  orderLineId: string;
  party: (typeof settlementShares.party.enumValues)[number];
  partyId: string;
  partyName: string;
  shareRuleVersion: number | null;
  basisPoints: number | null;
  amount: bigint;
  currency: string;
  description: Record<string, string>;
};

type ShareSource = {
  event: 'payment' | 'refund';
  sourceId: string;
  orderId: string;
  ledgerTransactionId: bigint;
  effectiveAt: Date;
};

/**
 * Keeps the shares for the settlement of the week of `effectiveAt`; where that week has been closed meanwhile, for the
 * first week that is open. The caller's transaction has entered the open week before (week-lock.ts).
 */
export async function insertShares(
  tx: Conn,
  shares: readonly NewShare[],
  source: ShareSource,
): Promise<void> {
  if (shares.length === 0) return;
  const effectiveAt = sql`greatest(${source.effectiveAt.toISOString()}::timestamptz,
    (select max(ends_at) from settlements where state <> 'draft'))`;
  // Lists go by (instant, id): ids that rise in the order given keep an order's lines and parties together.
  const ids = shares.map(() => newId()).sort();
  await tx
    .insert(settlementShares)
    .values(shares.map((share, place) => ({ ...share, ...source, id: ids[place] ?? newId(), effectiveAt })));
}
