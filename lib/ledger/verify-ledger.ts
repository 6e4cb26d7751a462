import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { leafHash, noHash, sealHash } from './seal-hash.ts';
import { sealedTransactions } from './sealed-transactions.ts';

export type LedgerCheck = {
  seals: number;
  transactions: number;
  /** Committed, and in no seal yet. */
  unsealed: number;
  /** The first thing that is not as it was sealed; null when all is well. */
  difference: string | null;
};

/**
 * Computes the whole chain of seals again from the rows as they are now, and each transaction's balance. Reads a seal at
 * a time. Changes nothing.
 */
export async function verifyLedger(actor: Actor, conn: Conn = db()): Promise<LedgerCheck> {
  demand(actor, 'ledger.read');
  const check: LedgerCheck = {
    seals: 0,
    transactions: 0,
    unsealed: await countUnsealed(conn),
    difference: null,
  };
  let previous = noHash;
  for (let number = 1n; ; number += 1n) {
    const { rows } = await conn.execute<{ previous_hash: string; hash: string; transactions: string }>(
      sql`select previous_hash, hash, transactions::text from ledger_seals where number = ${number.toString()}::bigint`,
    );
    const [seal] = rows;
    if (!seal) return check;
    const transactions = await sealedTransactions(
      conn,
      sql`t.id in (select transaction_id from ledger_sealed where seal_number = ${number.toString()}::bigint)`,
    );
    const unbalanced = transactions.find(({ postings }) => !inBalance(postings));
    if (unbalanced) return { ...check, difference: `transaction ${unbalanced.id} is out of balance` };
    if (seal.previous_hash !== previous)
      return { ...check, difference: `seal ${number} does not follow seal ${number - 1n}` };
    if (seal.transactions !== String(transactions.length))
      return {
        ...check,
        difference: `seal ${number} holds ${transactions.length} transactions, not ${seal.transactions}`,
      };
    if (seal.hash !== sealHash(number, previous, transactions.map(leafHash)))
      return { ...check, difference: `the transactions of seal ${number} are not those that were sealed` };
    previous = seal.hash;
    check.seals += 1;
    check.transactions += transactions.length;
  }
}

function inBalance(postings: readonly { amount: string; currency: string }[]): boolean {
  const sums = new Map<string, bigint>();
  for (const { amount, currency } of postings)
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount));
  return [...sums.values()].every((sum) => sum === 0n);
}

async function countUnsealed(conn: Conn): Promise<number> {
  const { rows } = await conn.execute<{ count: number }>(sql`
    select count(*)::int as count from ledger_transactions t
     where not exists (select from ledger_sealed s where s.transaction_id = t.id)`);
  return rows[0]?.count ?? 0;
}
