import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import type { Money } from '#lib/money/money.ts';
import { containing } from '#lib/paging/containing.ts';
import { accountKinds, growsByDebit, type AccountKind } from './accounts.ts';

export const listAccountsInput = z
  .object({
    kind: z.enum(accountKinds).optional(),
    /** Part of an account's id or of its owner's name. */
    q: z.string().trim().max(200).default(''),
    /** The last account seen. */
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .brand<'ListAccounts'>();

export type AccountRow = {
  id: string;
  kind: AccountKind;
  /** Whose it is: an organisation, a provider, a framework provider; null for the portal's own. */
  owner: string | null;
  postings: number;
  /** In the account's own sense: above nought in the ordinary case. */
  balance: Money;
};

const named = sql`named as (
  select a.id, a.kind, coalesce(o.name, p.name, f.name) as owner
    from ledger_accounts a
    left join organisations o on o.id = a.org_id
    left join providers p on a.id = 'payable:provider:' || p.id
    left join framework_providers f on a.id = 'payable:framework:' || f.id
)`;

/** Every account with its balance, in the order of ids. Accounts of several currencies give a row each. */
export async function listAccounts(
  actor: Actor,
  input: z.output<typeof listAccountsInput>,
  conn: Conn = db(),
): Promise<{ rows: AccountRow[]; nextCursor: string | null }> {
  demand(actor, 'ledger.read');
  const pattern = containing(input.q);
  const { rows: found } = await conn.execute<Found>(sql`
    with ${named}
    select n.id, n.kind, n.owner, count(l.amount)::int as postings, coalesce(sum(l.amount), 0)::text as debit, l.currency
      from named n left join ledger_postings l on l.account_id = n.id
     where true
       ${input.kind ? sql`and n.kind = ${input.kind}` : sql``}
       ${input.q ? sql`and (n.id ilike ${pattern} or n.owner ilike ${pattern})` : sql``}
       ${input.cursor ? sql`and n.id > ${input.cursor}` : sql``}
     group by n.id, n.kind, n.owner, l.currency
     order by n.id, l.currency
     limit ${input.limit + 1}`);
  const rows = found.slice(0, input.limit).map(rowOf);
  return { rows, nextCursor: found.length > input.limit ? (rows.at(-1)?.id ?? null) : null };
}

type Found = {
  id: string;
  kind: AccountKind;
  owner: string | null;
  postings: number;
  debit: string;
  currency: string | null;
};

function rowOf({ debit, currency, ...row }: Found): AccountRow {
  const minor = growsByDebit(row.kind) ? BigInt(debit) : -BigInt(debit);
  return { ...row, balance: { minor, currency: currency ?? portalEnv().PORTAL_CURRENCY } };
}

/** One account, a row for each currency it has been posted in; none for an id that is not there. */
export async function getAccount(actor: Actor, id: string, conn: Conn = db()): Promise<AccountRow[]> {
  demand(actor, 'ledger.read');
  const { rows } = await conn.execute<Found>(sql`
    with ${named}
    select n.id, n.kind, n.owner, count(l.amount)::int as postings, coalesce(sum(l.amount), 0)::text as debit, l.currency
      from named n left join ledger_postings l on l.account_id = n.id
     where n.id = ${id}
     group by n.id, n.kind, n.owner, l.currency
     order by l.currency`);
  return rows.map(rowOf);
}

/** Whose the accounts are; null for the portal's own. */
export async function ownersOf(
  actor: Actor,
  ids: readonly string[],
  conn: Conn = db(),
): Promise<Map<string, string | null>> {
  demand(actor, 'ledger.read');
  const { rows } = await conn.execute<{ id: string; owner: string | null }>(
    sql`with ${named} select id, owner from named where id = any(${sql.param(ids)}::text[])`,
  );
  return new Map(rows.map(({ id, owner }) => [id, owner]));
}

/** Sum of all debits and of all credits in a currency: the two are the same, and the page shows both. */
export async function trialBalance(
  actor: Actor,
  conn: Conn = db(),
): Promise<{ debits: Money; credits: Money; transactions: number }[]> {
  demand(actor, 'ledger.read');
  const { rows } = await conn.execute<{
    currency: string;
    debits: string;
    credits: string;
    transactions: number;
  }>(
    sql`select currency, sum(amount) filter (where amount > 0)::text as debits,
               (-sum(amount) filter (where amount < 0))::text as credits,
               count(distinct transaction_id)::int as transactions
          from ledger_postings group by currency order by currency`,
  );
  return rows.map(({ currency, debits, credits, transactions }) => ({
    debits: { minor: BigInt(debits), currency },
    credits: { minor: BigInt(credits), currency },
    transactions,
  }));
}
