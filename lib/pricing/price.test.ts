import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPrices } from './default-prices.ts';
import { price, type PriceRequest } from './price.ts';
import { priceBookOf, priceBookPrices } from './price-book.ts';

const book = priceBookOf({ id: 'b', version: 1, currency: 'CNY', prices: defaultPrices });
const node = (cityNodeId: string, tps: number, storageGb = 20, bandwidthMbps = 5) => ({
  offeringId: `o-${cityNodeId}`,
  frameworkId: 'ethereum',
  kind: 'permissioned' as const,
  cityNodeId,
  tps,
  storageGb,
  bandwidthMbps,
});
const year: PriceRequest['term'] = { unit: 'year', count: 1 };
const sixPercent = { name: 'VAT', basisPoints: 600 };

describe('price', () => {
  it('396.00 + 10 TPS x 90.00 + 20 GB x 24.00 + 5 Mbit/s x 120.00 = 2,376.00 a year; 6 % = 142.56', () => {
    const made = price(book, { lines: [node('a', 10)], term: year }, sixPercent);
    expect(made).toMatchObject({ net: 237600n, tax: 14256n, total: 251856n, currency: 'CNY' });
    expect(made.lines.map((line) => [line.position, line.resource, line.quantity, line.net])).toEqual([
      [1, 'base', 1, 39600n],
      [2, 'tps', 10, 90000n],
      [3, 'storage', 20, 48000n],
      [4, 'bandwidth', 5, 60000n],
    ]);
  });

  it('prices each TPS in its own tier: 50 x 90.00 + 10 x 72.00 = 5,220.00', () => {
    const [, tps] = price(book, { lines: [node('a', 60)], term: year }, sixPercent).lines;
    expect(tps).toMatchObject({ net: 522000n, detail: { steps: '50×9000 + 10×7200', term: '1 year' } });
  });

  it('takes the month price for months, times the count: 3 x 237.60 = 712.80', () => {
    const made = price(book, { lines: [node('a', 10)], term: { unit: 'month', count: 3 } }, sixPercent);
    expect(made.net).toBe(71280n);
  });

  it("prefers a city node's own entry to the general one", () => {
    const [general] = defaultPrices.entries;
    const own = {
      ...general,
      cityNodeId: '018f0000-0000-4000-8000-000000000001',
      base: { month: '1', year: '7' },
    };
    const both = priceBookOf({ ...book, prices: { entries: [...defaultPrices.entries, own] } });
    const made = price(both, { lines: [node(own.cityNodeId, 1), node('b', 1)], term: year }, sixPercent);
    expect(made.lines.filter((line) => line.resource === 'base').map((line) => line.net)).toEqual([
      7n,
      39600n,
    ]);
  });

  it('rounds tax once on the document, half up: 0.50 of a unit goes up', () => {
    const cheap = priceBookOf({
      ...book,
      prices: {
        entries: [
          {
            frameworkId: 'ethereum',
            kind: 'permissioned',
            cityNodeId: null,
            base: { month: '5', year: '5' },
            tps: [{ upTo: null, month: '0', year: '0' }],
            storageGb: { month: '0', year: '0' },
            bandwidthMbps: { month: '0', year: '0' },
          },
        ],
      },
    });
    const ten = { name: 'VAT', basisPoints: 1000 };
    expect(price(cheap, { lines: [node('a', 1)], term: year }, ten).tax).toBe(1n);
    // Rounded line by line this would be 2.
    expect(price(cheap, { lines: [node('a', 1), node('b', 1)], term: year }, ten).tax).toBe(1n);
  });

  it('says so when the book has no price for a framework', () => {
    const unknown = { ...node('a', 1), frameworkId: 'fabric' };
    expect(() => price(book, { lines: [unknown], term: year }, sixPercent)).toThrowError(/buy\.noPrice/);
  });

  it('refuses tiers that do not rise and two entries for one thing', () => {
    const [first] = defaultPrices.entries;
    expect(priceBookPrices.safeParse({ entries: [first, first] }).success).toBe(false);
    const falling = [
      { upTo: 50, month: '1', year: '1' },
      { upTo: 50, month: '1', year: '1' },
    ];
    expect(priceBookPrices.safeParse({ entries: [{ ...first, tps: falling }] }).success).toBe(false);
  });

  it('adds up for every cart: lines = net, net + tax = total, and more never costs less', () => {
    const amount = fc.integer({ min: 1, max: 2000 });
    const carts = fc.array(fc.tuple(amount, amount, amount), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        carts,
        fc.constantFrom('month', 'year'),
        fc.integer({ min: 1, max: 5 }),
        (cart, unit, count) => {
          const lines = cart.map(([t, s, b], i) => node(`n${i}`, t, s, b));
          const term = { unit, count } as PriceRequest['term'];
          const made = price(book, { lines, term }, sixPercent);
          expect(made.lines.reduce((sum, line) => sum + line.net, 0n)).toBe(made.net);
          expect(made.net + made.tax).toBe(made.total);
          const more = price(book, { lines: lines.map((l) => ({ ...l, tps: l.tps + 1 })), term }, sixPercent);
          expect(more.net).toBeGreaterThan(made.net);
        },
      ),
    );
  });
});
