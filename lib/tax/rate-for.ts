import { and, eq, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { taxRates } from '#db/schema/pricing.ts';
import type { TaxRate } from '#lib/pricing/price.ts';

export type BuyerKind = 'business' | 'consumer';
export type TaxRow = {
  buyerCountry: string | null;
  buyerKind: BuyerKind | 'any';
  name: string;
  basisPoints: number;
  effectiveFrom: Date;
};

/** What a buyer pays where no row fits: nothing, under no name. */
export const noTax: TaxRate = { name: '', basisPoints: 0 };

/** The rate for a buyer, from the one table: country before kind before date, the most specific row wins. */
export async function rateFor(
  conn: Conn = db(),
  buyer: { country: string; kind: BuyerKind },
): Promise<TaxRate> {
  return chooseRate(await ratesOfCountry(conn, sql`${buyer.country}`), buyer);
}

/** What `chooseRate` chooses from for an organisation, by the country of its billing profile, which need not be read before. */
export function ratesFor(conn: Conn, orgId: string): Promise<TaxRow[]> {
  return ratesOfCountry(conn, sql`(select country from billing_profiles where org_id = ${orgId})`);
}

async function ratesOfCountry(conn: Conn, country: SQL): Promise<TaxRow[]> {
  return conn
    .select({
      buyerCountry: taxRates.buyerCountry,
      buyerKind: taxRates.buyerKind,
      name: taxRates.name,
      basisPoints: taxRates.basisPoints,
      effectiveFrom: taxRates.effectiveFrom,
    })
    .from(taxRates)
    .where(
      and(
        or(eq(taxRates.buyerCountry, country), isNull(taxRates.buyerCountry)),
        lte(taxRates.effectiveFrom, sql`portal_now()`),
      ),
    )
    .limit(200);
}

/** Pure part of `rateFor`: rows that do not fit are passed over. */
export function chooseRate(rows: readonly TaxRow[], buyer: { country: string; kind: BuyerKind }): TaxRate {
  const rank = (row: TaxRow) => (row.buyerCountry ? 2 : 0) + (row.buyerKind === 'any' ? 0 : 1);
  const [best] = rows
    .filter((row) => row.buyerCountry === null || row.buyerCountry === buyer.country)
    .filter((row) => row.buyerKind === 'any' || row.buyerKind === buyer.kind)
    .sort((a, b) => rank(b) - rank(a) || b.effectiveFrom.getTime() - a.effectiveFrom.getTime());
  return best ? { name: best.name, basisPoints: best.basisPoints } : noTax;
}
