import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Money } from '#lib/money/money.ts';
import { countedId } from '#lib/ids/counted-id.ts';

export const listCollectionsInput = z
  .object({
    /** Id of the last ledger transaction seen. */
    cursor: countedId.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .brand<'ListCollections'>();

export type CollectionRow = {
  transactionId: string;
  provider: string;
  reference: string;
  at: Date;
  arrived: Money;
  fee: Money;
};

/** The payouts of card providers to the portal's bank, newest first. */
export async function listCollections(
  actor: Actor,
  input: z.output<typeof listCollectionsInput>,
  conn: Conn = db(),
): Promise<{ rows: CollectionRow[]; nextCursor: string | null }> {
  demand(actor, 'ledger.read');
  const { rows: found } = await conn.execute<{
    id: string;
    provider: string;
    reference: string;
    at: string;
    arrived: string;
    fee: string;
    currency: string;
  }>(sql`
    with page as (
      select id, effective_at, detail from ledger_transactions
       where kind = 'collection' ${input.cursor ? sql`and id < ${input.cursor}::bigint` : sql``}
       order by id desc limit ${input.limit + 1}
    )
    select t.id::text, t.effective_at as at, coalesce(t.detail->>'reference', '') as reference, p.currency,
           max(split_part(p.account_id, ':', 2)) filter (where p.account_id like 'clearing:%') as provider,
           coalesce(sum(p.amount) filter (where p.account_id = 'bank'), 0)::text as arrived,
           coalesce(sum(p.amount) filter (where p.account_id like 'expense:%'), 0)::text as fee
      from page as t join ledger_postings p on p.transaction_id = t.id
     group by t.id, t.effective_at, t.detail, p.currency
     order by t.id desc`);
  const rows = found.slice(0, input.limit).map(({ id, at, arrived, fee, currency, ...row }) => ({
    ...row,
    transactionId: id,
    at: new Date(at),
    arrived: { minor: BigInt(arrived), currency },
    fee: { minor: BigInt(fee), currency },
  }));
  return { rows, nextCursor: found.length > input.limit ? (rows.at(-1)?.transactionId ?? null) : null };
}
