import { AppError } from '#lib/errors/app-error.ts';
import { divideHalfUp } from '#lib/money/money.ts';

/** Minor units for one month and for one year; a year's price is given, not computed from the month's. */
export type UnitPrice = { month: bigint; year: bigint };
/** Graduated: units up to and including `upTo` (null: without end) cost this much each, each in its own tier. */
export type Tier = UnitPrice & { upTo: number | null };

export type OfferKind = 'permissioned' | 'public';
export type TermUnit = 'month' | 'year';
export type Resource = 'base' | 'tps' | 'storage' | 'bandwidth';

export type PriceEntry = {
  frameworkId: string;
  kind: OfferKind;
  /** Null: every city node without an entry of its own. */
  cityNodeId: string | null;
  base: UnitPrice;
  tps: Tier[];
  storageGb: UnitPrice;
  bandwidthMbps: UnitPrice;
};

export type PriceBook = { id: string; version: number; currency: string; entries: PriceEntry[] };

export type PriceRequestLine = {
  offeringId: string;
  frameworkId: string;
  kind: OfferKind;
  cityNodeId: string;
  tps: number;
  storageGb: number;
  bandwidthMbps: number;
};
export type PriceRequest = {
  lines: readonly PriceRequestLine[];
  term: { unit: TermUnit; count: number };
};
export type TaxRate = { name: string; basisPoints: number };

export type PricedLine = {
  position: number;
  offeringId: string;
  cityNodeId: string;
  resource: Resource;
  quantity: number;
  net: bigint;
  /** How the amount came about: `term` as `2 year`, `steps` as `50×9000 + 10×7200` in minor units a unit. */
  detail: { term: string; steps: string };
};
export type Price = { currency: string; lines: PricedLine[]; net: bigint; tax: bigint; total: bigint };

/**
 * What a purchase costs. Pure, and the only place where a price is made: calculator, quote, order and invoice all show
 * its lines. Lines are exact; tax is rounded once, on the document's net, half up (decision 0040).
 * Throws `invalid` when the book has no price for an offering.
 */
export function price(book: PriceBook, request: PriceRequest, tax: TaxRate): Price {
  const lines = request.lines.flatMap((line) => linesOf(book, line, request.term));
  const placed = lines.map((line, index) => ({ position: index + 1, ...line }));
  const net = placed.reduce((sum, line) => sum + line.net, 0n);
  const taxed = divideHalfUp(net * BigInt(tax.basisPoints), 10_000n);
  return { currency: book.currency, lines: placed, net, tax: taxed, total: net + taxed };
}

/** The entry for an offering: the city node's own before the general one. Null: not for sale by this book. */
export function entryFor(
  book: PriceBook,
  wanted: Pick<PriceRequestLine, 'frameworkId' | 'kind' | 'cityNodeId'>,
): PriceEntry | null {
  const fits = book.entries.filter(
    (entry) => entry.frameworkId === wanted.frameworkId && entry.kind === wanted.kind,
  );
  return (
    fits.find((entry) => entry.cityNodeId === wanted.cityNodeId) ??
    fits.find((entry) => entry.cityNodeId === null) ??
    null
  );
}

function linesOf(
  book: PriceBook,
  line: PriceRequestLine,
  term: PriceRequest['term'],
): Omit<PricedLine, 'position'>[] {
  const entry = entryFor(book, line);
  if (!entry) throw new AppError('invalid', 'buy.noPrice', { framework: line.frameworkId });
  const flat = (unit: UnitPrice): Tier[] => [{ ...unit, upTo: null }];
  const resources: [Resource, number, Tier[]][] = [
    ['base', 1, flat(entry.base)],
    ['tps', line.tps, entry.tps],
    ['storage', line.storageGb, flat(entry.storageGb)],
    ['bandwidth', line.bandwidthMbps, flat(entry.bandwidthMbps)],
  ];
  return resources.map(([resource, quantity, tiers]) => {
    const steps = graduate(tiers, quantity, term.unit);
    const once = steps.reduce((sum, step) => sum + BigInt(step.units) * step.each, 0n);
    return {
      offeringId: line.offeringId,
      cityNodeId: line.cityNodeId,
      resource,
      quantity,
      net: once * BigInt(term.count),
      detail: {
        term: `${term.count} ${term.unit}`,
        steps: steps.map((step) => `${step.units}×${step.each}`).join(' + '),
      },
    };
  });
}

function graduate(
  tiers: readonly Tier[],
  quantity: number,
  unit: TermUnit,
): { units: number; each: bigint }[] {
  const steps: { units: number; each: bigint }[] = [];
  let done = 0;
  for (const tier of tiers) {
    const units = Math.min(quantity, tier.upTo ?? quantity) - done;
    if (units > 0) steps.push({ units, each: tier[unit] });
    done = Math.max(done, done + units);
  }
  if (done < quantity) throw new AppError('invalid', 'buy.tooMuch', { limit: done });
  return steps;
}
