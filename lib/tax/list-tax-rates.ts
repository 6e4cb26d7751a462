import { asc, desc } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { taxRates } from '#db/schema/pricing.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { TaxRow } from './rate-for.ts';

const longestTable = 500;

/** The whole tax table, by country, the newest row of each first; staff only. */
export async function listTaxRates(actor: Actor, conn: Conn = db()): Promise<(TaxRow & { id: string })[]> {
  demand(actor, 'priceBook.read');
  return conn
    .select({
      id: taxRates.id,
      buyerCountry: taxRates.buyerCountry,
      buyerKind: taxRates.buyerKind,
      name: taxRates.name,
      basisPoints: taxRates.basisPoints,
      effectiveFrom: taxRates.effectiveFrom,
    })
    .from(taxRates)
    .orderBy(asc(taxRates.buyerCountry), desc(taxRates.effectiveFrom), asc(taxRates.id))
    .limit(longestTable);
}
