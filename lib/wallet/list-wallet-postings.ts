import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { ledgerPostings, ledgerTransactions } from '#db/schema/ledger.ts';
import { orders } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { wallet } from '#lib/ledger/accounts.ts';
import type { Money } from '#lib/money/money.ts';
import { countedId } from '#lib/ids/counted-id.ts';

export const listWalletPostingsInput = z
  .object({
    /** Id of the last transaction seen. */
    cursor: countedId.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .brand<'ListWalletPostings'>();

export type WalletPosting = {
  transactionId: string;
  kind: string;
  at: Date;
  /** Above nought: paid in. */
  amount: Money;
  order: { id: string; number: string } | null;
};

/** Every movement of the actor's organisation's wallet, newest first; they add up to its balance. */
export async function listWalletPostings(
  actor: Actor,
  input: z.output<typeof listWalletPostingsInput>,
  conn: Conn = db(),
): Promise<{ rows: WalletPosting[]; nextCursor: string | null }> {
  demand(actor, 'wallet.read');
  const found = await conn
    .select({
      transactionId: ledgerPostings.transactionId,
      kind: ledgerTransactions.kind,
      at: ledgerTransactions.effectiveAt,
      amount: ledgerPostings.amount,
      currency: ledgerPostings.currency,
      orderId: orders.id,
      orderNumber: orders.number,
    })
    .from(ledgerPostings)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerPostings.transactionId))
    .leftJoin(
      orders,
      // Cast on this side, so that each order is found by its key.
      and(
        sql`${orders.id} = (${ledgerTransactions.detail}->>'orderId')::uuid`,
        eq(orders.orgId, actor.orgId),
      ),
    )
    .where(
      and(
        eq(ledgerPostings.accountId, wallet(actor.orgId)),
        input.cursor ? lt(ledgerPostings.transactionId, BigInt(input.cursor)) : undefined,
      ),
    )
    .orderBy(desc(ledgerPostings.transactionId))
    .limit(input.limit + 1);
  const rows = found.slice(0, input.limit).map((row) => ({
    transactionId: row.transactionId.toString(),
    kind: row.kind,
    at: row.at,
    amount: { minor: -row.amount, currency: row.currency },
    order: row.orderId && row.orderNumber ? { id: row.orderId, number: row.orderNumber } : null,
  }));
  return { rows, nextCursor: found.length > input.limit ? (rows.at(-1)?.transactionId ?? null) : null };
}
