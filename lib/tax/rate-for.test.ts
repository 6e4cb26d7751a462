import { expect, it } from 'vitest';
import { chooseRate, noTax, type TaxRow } from './rate-for.ts';

const row = (
  buyerCountry: string | null,
  buyerKind: TaxRow['buyerKind'],
  basisPoints: number,
  from = '2026-01-01',
): TaxRow => ({
  buyerCountry,
  buyerKind,
  name: `rate ${basisPoints}`,
  basisPoints,
  effectiveFrom: new Date(from),
});
const rows = [
  row(null, 'any', 0),
  row('SG', 'any', 900),
  row('SG', 'business', 800),
  row('CN', 'any', 600),
  row('CN', 'any', 700, '2026-06-01'),
];

it('takes the country before the kind, and the kind before the rest', () => {
  expect(chooseRate(rows, { country: 'SG', kind: 'business' }).basisPoints).toBe(800);
  expect(chooseRate(rows, { country: 'SG', kind: 'consumer' }).basisPoints).toBe(900);
  expect(chooseRate(rows, { country: 'DE', kind: 'consumer' }).basisPoints).toBe(0);
});

it('takes the newest of equally specific rows', () => {
  expect(chooseRate(rows, { country: 'CN', kind: 'business' }).basisPoints).toBe(700);
});

it('charges nothing, under no name, where no row fits', () => {
  expect(chooseRate([row('SG', 'any', 900)], { country: 'DE', kind: 'business' })).toEqual(noTax);
});
