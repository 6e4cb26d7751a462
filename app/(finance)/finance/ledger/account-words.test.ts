import { expect, it } from 'vitest';
import { locales } from '#lib/i18n/locale.ts';
import { translatorFor } from '#lib/i18n/translator.ts';
import { bank, clearing, payable, portalRevenue, providerFees, taxPayable } from '#lib/ledger/accounts.ts';
import { accountName } from './account-words.ts';

it.each(locales)('names every account that is the portal’s own, in %s', (locale) => {
  const t = translatorFor(locale, 'finance');
  const own = [
    bank(),
    clearing('stripe'),
    portalRevenue(),
    taxPayable(),
    payable('operations'),
    providerFees('stripe'),
  ];
  for (const account of own) expect(accountName(t, account, null)).not.toMatch(/[a-z]:|\{|account\./);
  expect(accountName(t, providerFees('stripe'), null)).toContain('stripe');
});
