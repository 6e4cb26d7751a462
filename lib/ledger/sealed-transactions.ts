import { sql, type SQL } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { blindAccount, canonicalJson, sha256, type SealedTransaction } from './seal-hash.ts';

type Row = {
  id: string;
  external_ref: string;
  kind: string;
  effective_at: string;
  inserted_at: string;
  corrects: string | null;
  detail: Record<string, string>;
  postings: { position: number; account: string; amount: string; currency: string }[];
};

const iso = (column: string): SQL =>
  sql.raw(`to_char(t.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** Ledger transactions in the form that is hashed, in the order of their ids. `where` speaks of `ledger_transactions t`. */
export async function sealedTransactions(conn: Conn, where: SQL): Promise<SealedTransaction[]> {
  const { rows } = await conn.execute<Row>(sql`
    select t.id::text, t.external_ref, t.kind, ${iso('effective_at')} as effective_at, ${iso('inserted_at')} as inserted_at,
           t.corrects::text, t.detail,
           coalesce(json_agg(json_build_object('position', p.position, 'account', p.account_id,
             'amount', p.amount::text, 'currency', p.currency) order by p.position)
             filter (where p.position is not null), '[]') as postings
      from ledger_transactions t left join ledger_postings p on p.transaction_id = t.id
     where ${where}
     group by t.id
     order by t.id`);
  return rows.map((row) => ({
    id: row.id,
    externalRef: row.external_ref,
    kind: row.kind,
    effectiveAt: row.effective_at,
    insertedAt: row.inserted_at,
    corrects: row.corrects,
    detailHash: sha256(canonicalJson(row.detail)),
    postings: row.postings.map((posting) => ({
      ...posting,
      account: blindAccount(row.external_ref, posting.position, posting.account),
    })),
  }));
}
