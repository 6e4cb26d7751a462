import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Money } from '#lib/money/money.ts';
import { countedId } from '#lib/ids/counted-id.ts';

export const listPostingsInput = z
  .object({
    account: z.string().min(1).max(200),
    /** Id of the last ledger transaction seen. */
    cursor: countedId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .brand<'ListPostings'>();

export type PostingRow = {
  transactionId: string;
  externalRef: string;
  kind: string;
  effectiveAt: Date;
  account: string;
  /** Debits above nought, credits below. */
  amount: Money;
  seal: string | null;
  corrects: string | null;
};

/** The postings of an account, newest first. */
export async function listPostings(
  actor: Actor,
  input: z.output<typeof listPostingsInput>,
  conn: Conn = db(),
): Promise<{ rows: PostingRow[]; nextCursor: string | null }> {
  demand(actor, 'ledger.read');
  const found = await postings(
    conn,
    sql`p.account_id = ${input.account} ${input.cursor ? sql`and p.transaction_id < ${input.cursor}::bigint` : sql``}`,
    input.limit + 1,
  );
  const rows = found.slice(0, input.limit);
  return { rows, nextCursor: found.length > input.limit ? (rows.at(-1)?.transactionId ?? null) : null };
}

/** All postings of one ledger transaction; none for an id that is not there. */
export async function getTransaction(actor: Actor, id: string, conn: Conn = db()): Promise<PostingRow[]> {
  demand(actor, 'ledger.read');
  if (!countedId.safeParse(id).success) return [];
  return postings(conn, sql`p.transaction_id = ${id}::bigint`, 500);
}

async function postings(conn: Conn, where: SQL, limit: number): Promise<PostingRow[]> {
  const { rows } = await conn.execute<
    Omit<PostingRow, 'effectiveAt' | 'amount'> & { effectiveAt: string; amount: string; currency: string }
  >(sql`
    select p.transaction_id::text as "transactionId", t.external_ref as "externalRef", t.kind,
           t.effective_at as "effectiveAt", p.account_id as account, p.amount::text, p.currency,
           s.seal_number::text as seal, t.corrects::text
      from ledger_postings p
      join ledger_transactions t on t.id = p.transaction_id
      left join ledger_sealed s on s.transaction_id = t.id
     where ${where}
     order by p.transaction_id desc, p.position
     limit ${limit}`);
  return rows.map(({ amount, currency, effectiveAt, ...row }) => ({
    ...row,
    effectiveAt: new Date(effectiveAt),
    amount: { minor: BigInt(amount), currency },
  }));
}
