import { and, eq, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { settlementShares } from '#db/schema/settlement.ts';
import type { Account } from '#lib/ledger/accounts.ts';
import { post } from '#lib/ledger/post.ts';
import { insertShares } from './insert-shares.ts';
import { accountOf } from './record-sale.ts';
import { enterOpenWeek } from './week-lock.ts';

export type SaleRefund = {
  orderId: string;
  refundId: string;
  /** Where the money goes: `clearing(provider)`, `wallet(org)` or `bank()`. */
  destination: Account;
  effectiveAt: Date;
};

/**
 * Books the whole refund of an order inside the caller's transaction: every share of its sale is negated exactly (never
 * split again), in the week of the refund. The same refund again writes nothing and gives `first: false`.
 */
export async function recordRefund(
  tx: Conn,
  refund: SaleRefund,
): Promise<{ ledgerTransactionId: bigint; first: boolean }> {
  const sold = await tx
    .select()
    .from(settlementShares)
    .where(
      and(
        eq(settlementShares.orderId, refund.orderId),
        eq(settlementShares.event, 'payment'),
        sql`${enterOpenWeek}`,
      ),
    )
    .orderBy(settlementShares.id);
  const [anyShare] = sold;
  if (!anyShare) throw new Error(`order ${refund.orderId} was never booked as sold`);
  const total = sold.reduce((sum, share) => sum + share.amount, 0n);
  const { id, first } = await post(tx, {
    externalRef: `refund:${refund.refundId}`,
    kind: 'refund',
    effectiveAt: refund.effectiveAt,
    corrects: anyShare.ledgerTransactionId,
    detail: { orderId: refund.orderId },
    postings: [
      { account: refund.destination, amount: { minor: -total, currency: anyShare.currency } },
      ...sold.map((share) => ({
        account: accountOf(share),
        amount: { minor: share.amount, currency: share.currency },
      })),
    ],
  });
  if (first) {
    const reversed = sold.map((share) => ({ ...share, amount: -share.amount }));
    await insertShares(tx, reversed, {
      event: 'refund',
      sourceId: refund.refundId,
      orderId: refund.orderId,
      ledgerTransactionId: id,
      effectiveAt: refund.effectiveAt,
    });
  }
  return { ledgerTransactionId: id, first };
}
