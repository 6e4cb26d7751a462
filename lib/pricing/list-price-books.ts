import { aliasedTable, desc, eq, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { users } from '#db/schema/accounts.ts';
import { priceBooks } from '#db/schema/pricing.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { priceBookOf } from './price-book.ts';
import type { PriceBook } from './price.ts';

export const listPriceBooksInput = z
  .object({
    /** The lowest version seen. */
    cursor: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  })
  .brand<'ListPriceBooks'>();

export type PriceBookRow = {
  book: PriceBook;
  state: (typeof priceBooks.state.enumValues)[number];
  inForce: boolean;
  effectiveFrom: Date;
  note: string;
  proposedById: string | null;
  proposedBy: string;
  decidedBy: string;
  decidedAt: Date | null;
};

/** Versions of the price book, newest first, with who proposed and who decided; staff only. */
export async function listPriceBooks(
  actor: Actor,
  input: z.output<typeof listPriceBooksInput>,
  conn: Conn = db(),
): Promise<{ rows: PriceBookRow[]; nextCursor: number | null }> {
  demand(actor, 'priceBook.read');
  const proposer = aliasedTable(users, 'proposer');
  const decider = aliasedTable(users, 'decider');
  const found = await conn
    .select({
      id: priceBooks.id,
      version: priceBooks.version,
      currency: priceBooks.currency,
      prices: priceBooks.prices,
      state: priceBooks.state,
      effectiveFrom: priceBooks.effectiveFrom,
      note: priceBooks.note,
      proposedById: priceBooks.proposedBy,
      proposedBy: sql<string>`coalesce(${proposer.name}, ${priceBooks.proposedBy}, '')`,
      decidedBy: sql<string>`coalesce(${decider.name}, ${priceBooks.decidedBy}, '')`,
      decidedAt: priceBooks.decidedAt,
      inForce: sql<boolean>`${priceBooks.id} = (select id from price_books where state = 'approved'
        and effective_from <= portal_now() order by effective_from desc, version desc limit 1)`,
    })
    .from(priceBooks)
    .leftJoin(proposer, eq(sql`${proposer.id}::text`, priceBooks.proposedBy))
    .leftJoin(decider, eq(sql`${decider.id}::text`, priceBooks.decidedBy))
    .where(input.cursor ? lt(priceBooks.version, input.cursor) : undefined)
    .orderBy(desc(priceBooks.version))
    .limit(input.limit + 1);
  const rows = found.slice(0, input.limit).map(({ id, version, currency, prices, ...row }) => ({
    ...row,
    inForce: row.inForce === true,
    book: priceBookOf({ id, version, currency, prices }),
  }));
  return { rows, nextCursor: found.length > input.limit ? (rows.at(-1)?.book.version ?? null) : null };
}
