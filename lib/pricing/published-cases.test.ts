import { expect, it } from 'vitest';
import { decimalOf } from '#lib/money/format-money.ts';
import { divideHalfUp } from '#lib/money/money.ts';
import { parseMoney } from '#lib/money/parse-money.ts';
import { price, type PriceBook, type Tier } from './price.ts';

const nothing = { month: 0n, year: 0n };
const noTiers: Tier[] = [{ ...nothing, upTo: null }];
const each = (minor: bigint) => ({ month: minor, year: minor });
const minor = (text: string, currency = 'EUR') => parseMoney(text, currency)?.minor ?? -1n;

/** A book in which city node n costs the n-th net, and nothing else costs anything. */
const bookOf = (nets: readonly bigint[], currency: string): PriceBook => ({
  id: 'b',
  version: 1,
  currency,
  entries: nets.map((net, place) => ({
    frameworkId: 'f',
    kind: 'permissioned',
    cityNodeId: `n${place}`,
    base: each(net),
    tps: noTiers,
    storageGb: nothing,
    bandwidthMbps: nothing,
  })),
});
const lines = (count: number, tps = 1) =>
  Array.from({ length: count }, (_, place) => ({
    offeringId: `o${place}`,
    frameworkId: 'f',
    kind: 'permissioned' as const,
    cityNodeId: `n${place}`,
    tps,
    storageGb: 1,
    bandwidthMbps: 1,
  }));
const term = { unit: 'year' as const, count: 1 };

/** Published cases in which rounding by line or by halves to even gives another cent (facts on tax rounding levels). */
it.each([
  [['0.83', '0.83', '0.83'], 2000, '0.50'],
  [['1.05', '1.05'], 1000, '0.21'],
  [['33.33', '33.33', '33.33'], 1300, '13.00'],
  [['17.49', '17.49'], 550, '1.92'],
  [['0.10', '0.10', '0.10'], 2500, '0.08'],
  [['2.50', '2.50'], 900, '0.45'],
])('%j at %i basis points: tax of the document is %s', (nets, basisPoints, expected) => {
  const book = bookOf(
    nets.map((net) => minor(net)),
    'EUR',
  );
  const { tax, net, total } = price(book, { lines: lines(nets.length), term }, { name: 'VAT', basisPoints });
  expect(decimalOf({ minor: tax, currency: 'EUR' })).toBe(expected);
  expect(total).toBe(net + tax);
});

it.each([
  [90_005n, 10n, 9001n],
  [1_234_56n, 100n, 1235n],
  [12_345_678n, 1000n, 12346n],
  [21_83n, 100n, 22n],
  [512_462n, 100n, 5125n],
  [-90_005n, 10n, -9001n],
])('%i / %i rounds half up to %i', (numerator, denominator, expected) => {
  expect(divideHalfUp(numerator, denominator)).toBe(expected);
});

it.each([
  [10, 100n],
  [11, 105n],
  [12, 110n],
  [20, 150n],
  [21, 155n],
])('graduated: %i units at 10 up to 10, then 5 cost %i', (units, expected) => {
  const [entry] = bookOf([0n], 'EUR').entries;
  if (!entry) throw new Error('no entry');
  const tps: Tier[] = [
    { ...each(10n), upTo: 10 },
    { ...each(5n), upTo: 20 },
    { ...each(5n), upTo: null },
  ];
  const book = { id: 'b', version: 1, currency: 'EUR', entries: [{ ...entry, tps }] };
  expect(price(book, { lines: lines(1, units), term }, { name: '', basisPoints: 0 }).net).toBe(expected);
});

it('reads amounts as people type them, and nothing else', () => {
  expect(minor('2,376.00', 'CNY')).toBe(237600n);
  expect(minor('2376', 'CNY')).toBe(237600n);
  expect(minor('2376', 'JPY')).toBe(2376n);
  for (const wrong of ['', '1.234', '-1', '1e3', '1,23', '1.2.3', '12,34,567', '１２'])
    expect(parseMoney(wrong, 'CNY'), wrong).toBeNull();
});
