import { sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import type { settlementShares } from '#db/schema/settlement.ts';
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
  // Lists go by (instant, id): ids that rise in the order given keep an order's lines and parties together.
  const ids = shares.map(() => newId()).sort();
  const rows = JSON.stringify(
    shares.map((share, place) => ({ ...share, id: ids[place] })),
    (_name, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
  );
  // One text whatever the number of shares, so that it is planned once a connection.
  await tx.execute(sql`
    insert into settlement_shares (id, event, source_id, order_id, order_line_id, ledger_transaction_id, party, party_id,
                                   party_name, share_rule_version, basis_points, amount, currency, effective_at, description)
    select s.id, ${source.event}::text, ${source.sourceId}::uuid, ${source.orderId}::uuid, s."orderLineId",
           ${source.ledgerTransactionId.toString()}::bigint, s.party, s."partyId", s."partyName", s."shareRuleVersion",
           s."basisPoints", s.amount, s.currency, week.at, s.description
      from jsonb_to_recordset(${rows}::jsonb) as s (
             id uuid, "orderLineId" uuid, party text, "partyId" text, "partyName" text, "shareRuleVersion" int,
             "basisPoints" int, amount bigint, currency text, description jsonb),
           (select greatest(${source.effectiveAt.toISOString()}::timestamptz,
                            (select max(ends_at) from settlements where state <> 'draft')) as at) as week`);
}
