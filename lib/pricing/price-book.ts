import { z } from 'zod';
import type { PriceBook } from './price.ts';

/** Minor units as a decimal string: JSON has no bigint. */
const minor = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform((text) => BigInt(text));
const unitPrice = z.strictObject({ month: minor, year: minor });
const tier = unitPrice.extend({ upTo: z.number().int().positive().nullable() });

const entry = z.strictObject({
  frameworkId: z.string().min(1).max(32),
  kind: z.enum(['permissioned', 'public']),
  cityNodeId: z.uuid().nullable(),
  base: unitPrice,
  /** Rising `upTo`; only the last one may be without end. */
  tps: z
    .array(tier)
    .min(1)
    .max(10)
    .refine(
      (tiers) =>
        tiers.every((t, i) =>
          t.upTo === null ? i === tiers.length - 1 : i === 0 || t.upTo > (tiers[i - 1]?.upTo ?? 0),
        ),
      { error: 'buy.tiersOutOfOrder' },
    ),
  storageGb: unitPrice,
  bandwidthMbps: unitPrice,
});

/** What `price_books.prices` holds. One entry for each framework, kind and (optionally) city node. */
export const priceBookPrices = z.strictObject({
  entries: z
    .array(entry)
    .min(1)
    .max(500)
    .refine(
      (entries) =>
        new Set(entries.map((e) => `${e.frameworkId} ${e.kind} ${e.cityNodeId}`)).size === entries.length,
      { error: 'buy.entryTwice' },
    ),
});
/** As stored: amounts are decimal strings. */
export type PriceBookPrices = z.input<typeof priceBookPrices>;

/** A stored row as a book; throws when the row does not keep to the schema. */
export function priceBookOf(row: {
  id: string;
  version: number;
  currency: string;
  prices: unknown;
}): PriceBook {
  const { entries } = priceBookPrices.parse(row.prices);
  return { id: row.id, version: row.version, currency: row.currency, entries };
}
