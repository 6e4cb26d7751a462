import { and, desc, eq, lte, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { priceBooks } from '#db/schema/pricing.ts';
import { AppError } from '#lib/errors/app-error.ts';
import type { PriceBook } from './price.ts';
import { priceBookOf } from './price-book.ts';

/** The approved price book in force at `at` (default: now, by the portal's clock). Throws `unavailable` when there is none. */
export async function currentPriceBook(conn: Conn = db(), at?: Date): Promise<PriceBook> {
  const [row] = await conn
    .select({
      id: priceBooks.id,
      version: priceBooks.version,
      currency: priceBooks.currency,
      prices: priceBooks.prices,
    })
    .from(priceBooks)
    .where(and(eq(priceBooks.state, 'approved'), lte(priceBooks.effectiveFrom, at ?? sql`portal_now()`)))
    .orderBy(desc(priceBooks.effectiveFrom), desc(priceBooks.version))
    .limit(1);
  if (!row) throw new AppError('unavailable', 'buy.noPriceBook');
  return priceBookOf(row);
}
