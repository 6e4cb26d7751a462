import { sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { add, type Money } from '#lib/money/money.ts';
import { kindOf, ownerOf, type Account } from './accounts.ts';

export type Posting = {
  account: Account;
  /** Debits are positive, credits negative. */
  amount: Money;
};

export type LedgerEntry = {
  /** Made by the outermost caller, as `sale:<payment>`; the same reference posts once. Names no person. */
  externalRef: string;
  /** `payout`: to the settlement company; `collection`: from a payment provider into the bank. */
  kind: 'sale' | 'refund' | 'topUp' | 'payout' | 'collection' | 'correction';
  /** When it happened, apart from when it was written. */
  effectiveAt: Date;
  postings: readonly Posting[];
  /** The transaction that this one corrects or reverses. */
  corrects?: bigint;
  detail?: Readonly<Record<string, string>>;
};

/**
 * Writes one balanced transaction inside the caller's own, making accounts that are new, in a single statement.
 * The same `externalRef` again waits for the first one and gives its id with `first: false`, writing nothing.
 * Postings to one account are joined, those of nought left out. Throws a RangeError when debits and credits differ.
 */
export async function post(tx: Conn, entry: LedgerEntry): Promise<{ id: bigint; first: boolean }> {
  const postings = joined(entry.postings);
  const accounts = [...new Set(postings.map(({ account }) => account))].sort();
  const column = (values: readonly (string | null)[]) => sql`${sql.param(values)}::text[]`;
  const written = await tx.execute<{ id: string }>(sql`
    with entry as (
      insert into ledger_transactions (external_ref, kind, effective_at, corrects, detail)
      values (${entry.externalRef}, ${entry.kind}, ${entry.effectiveAt.toISOString()}::timestamptz,
        ${entry.corrects?.toString() ?? null}::bigint, ${JSON.stringify(entry.detail ?? {})}::jsonb)
      on conflict (external_ref) do nothing
      returning id
    ), named as (
      insert into ledger_accounts (id, kind, org_id)
      select new.id, new.kind, new.org_id::uuid
        from unnest(${column(accounts)}, ${column(accounts.map(kindOf))}, ${column(accounts.map(ownerOf))}) as new (id, kind, org_id)
       where exists (select from entry) and not exists (select from ledger_accounts known where known.id = new.id)
       order by new.id
      on conflict do nothing
    ), posted as (
      insert into ledger_postings (transaction_id, position, account_id, amount, currency)
      select entry.id, new.position, new.account_id, new.amount::bigint, new.currency
        from entry, unnest(${column(postings.map(({ account }) => account))},
          ${column(postings.map(({ amount }) => amount.minor.toString()))},
          ${column(postings.map(({ amount }) => amount.currency))})
          with ordinality as new (account_id, amount, currency, position)
    )
    select id::text from entry`);
  const id = written.rows[0]?.id;
  return id === undefined
    ? { id: await earlier(tx, entry.externalRef), first: false }
    : { id: BigInt(id), first: true };
}

function joined(postings: readonly Posting[]): Posting[] {
  const sums = new Map<string, Posting>();
  const totals = new Map<string, bigint>();
  for (const { account, amount } of postings) {
    const key = `${account} ${amount.currency}`;
    const known = sums.get(key);
    sums.set(key, known ? { account, amount: add(known.amount, amount) } : { account, amount });
    totals.set(amount.currency, (totals.get(amount.currency) ?? 0n) + amount.minor);
  }
  for (const [currency, total] of totals) {
    if (total !== 0n) throw new RangeError(`debits and credits differ by ${total} ${currency}`);
  }
  return [...sums.values()].filter(({ amount }) => amount.minor !== 0n);
}

async function earlier(tx: Conn, externalRef: string): Promise<bigint> {
  const found = await tx.execute<{ id: string }>(
    sql`select id::text from ledger_transactions where external_ref = ${externalRef}`,
  );
  const id = found.rows[0]?.id;
  if (id === undefined) throw new Error(`ledger transaction ${externalRef} was neither written nor found`);
  return BigInt(id);
}
