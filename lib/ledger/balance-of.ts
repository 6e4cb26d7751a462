import { and, eq, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { ledgerPostings } from '#db/schema/ledger.ts';
import type { Money } from '#lib/money/money.ts';
import { growsByDebit, kindOf } from './accounts.ts';

/**
 * What an account holds, above nought in the ordinary case whichever side it stands on: what a wallet has left, what
 * the bank holds, what a party is owed. The sum of its postings, so it cannot differ from them.
 */
export async function balanceOf(conn: Conn, accountId: string, currency: string): Promise<Money> {
  const [row] = await conn
    .select({ debit: sql<string>`coalesce(sum(${ledgerPostings.amount}), 0)::text` })
    .from(ledgerPostings)
    .where(and(eq(ledgerPostings.accountId, accountId), eq(ledgerPostings.currency, currency)));
  const debit = BigInt(row?.debit ?? '0');
  return { minor: growsByDebit(kindOf(accountId)) ? debit : -debit, currency };
}
