import { expect, it } from 'vitest';
import { isTaxIdOf, plainTaxId } from './tax-id.ts';

it.each([
  ['CN', '91350100M000100Y43', true],
  ['CN', '91350100M000100Y44', false],
  ['SG', '201912345A', true],
  ['SG', '201912345-K', true],
  ['SG', 'M2-1234567-8', true],
  ['SG', '1234', false],
  ['DE', 'DE 123456789', true],
  ['DE', '123456789', false],
  ['GB', 'GB123456789', true],
  ['US', '12-3456789', true],
  ['BR', '12.345.678/0001-95', true],
  ['BR', '?', false],
])('%s %s → %s', (country, taxId, fits) => {
  expect(isTaxIdOf(country, plainTaxId(taxId))).toBe(fits);
});
