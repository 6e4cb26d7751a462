import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { priceBooks } from '#db/schema/pricing.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { effectiveFromField, effectiveInstant } from '#lib/clock/effective-from.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { priceBookPrices } from './price-book.ts';

export const proposePriceBookInput = z
  .object({
    requestId: z.uuid(),
    /** Three letters, ISO 4217. */
    currency: z.string().regex(/^[A-Z]{3}$/),
    effectiveFrom: effectiveFromField,
    note: z.string().trim().max(500).default(''),
    /** Amounts stay the decimal strings in which they are stored; the schema has checked them. */
    prices: z.custom<z.input<typeof priceBookPrices>>((value) => priceBookPrices.safeParse(value).success, {
      error: 'prices.notAPriceBook',
    }),
  })
  .brand<'ProposePriceBook'>();
export type ProposePriceBook = z.output<typeof proposePriceBookInput>;

/**
 * Puts a new version of the price book before a second person. It never changes the book in force: that takes an
 * approval and its date. A date in the past is refused, because what was quoted then stays as it was.
 */
export async function proposePriceBook(
  actor: Actor,
  input: ProposePriceBook,
  conn: Conn = db(),
): Promise<{ id: string; version: number }> {
  demand(actor, 'priceBook.propose');
  return conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'priceBook.propose', input.requestId, newId());
    if (!claim.first) return versionOf(claim.subjectId, tx);
    const effectiveFrom = await effectiveInstant(tx, input.effectiveFrom);
    // One proposal at a time: the lock gives versions without gaps or races.
    await tx.execute(sql`lock table price_books in share row exclusive mode`);
    const [made] = await tx
      .insert(priceBooks)
      .values({
        id: claim.subjectId,
        version: sql`(select coalesce(max(version), 0) + 1 from price_books)`,
        currency: input.currency,
        state: 'proposed',
        effectiveFrom,
        prices: input.prices,
        note: input.note,
        createdBy: actor.id,
        proposedBy: actor.id,
        proposedAt: sql`portal_now()`,
      })
      .returning({ id: priceBooks.id, version: priceBooks.version });
    if (!made) throw new Error('the price book was not written');
    await recordAudit(tx, actor, {
      action: 'priceBook.propose',
      subjectKind: 'priceBook',
      subjectId: made.id,
      after: { version: made.version, effectiveFrom: effectiveFrom.toISOString(), prices: input.prices },
    });
    return made;
  });
}

async function versionOf(id: string, tx: Conn): Promise<{ id: string; version: number }> {
  const [row] = await tx
    .select({ id: priceBooks.id, version: priceBooks.version })
    .from(priceBooks)
    .where(sql`${priceBooks.id} = ${id}`);
  if (!row) throw new AppError('notFound', 'errors.notFound');
  return row;
}
