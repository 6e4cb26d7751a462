import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, formatMoney, minorDigits } from './format-money.ts';
import { divideHalfUp } from './money.ts';
import { parseMoney } from './parse-money.ts';

describe('minor units', () => {
  it.each([
    [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
    // Among them those of which Intl says none: a buyer of 23.76 HUF must not see 24.
    [2, 'ALL AMD CNY COP EUR HUF IDR LAK LBP MGA MMK MRU PKR RSD SGD SOS SYP TWD TZS USD UZS YER'],
    [3, 'BHD IQD JOD KWD LYD OMR TND'],
    [4, 'CLF UYW'],
  ])('are %d digits in %s', (digits, codes) => {
    for (const currency of codes.split(' ')) {
      expect(minorDigits(currency)).toBe(digits);
      const text = decimalOf({ minor: 12_345n, currency });
      expect(text.split('.')[1]?.length ?? 0).toBe(digits);
      expect(formatMoney({ minor: 12_345n, currency }, 'en').replace(/[^\d.]/g, '')).toContain(text);
    }
  });

  it('come back from their own text, in every currency and size, and never from more digits', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        fc.constantFrom('JPY', 'CNY', 'KWD', 'CLF'),
        (minor, currency) => {
          const text = decimalOf({ minor, currency });
          const whole = text.split('.')[0] ?? '';
          fc.pre(whole.length <= 12);
          expect(parseMoney(text, currency)).toEqual({ minor, currency });
          expect(parseMoney(`${text}${text.includes('.') ? '' : '.'}0`, currency)).toBeNull();
        },
      ),
    );
  });
});

it.each([
  [5n, 10n, 1n],
  [-5n, 10n, -1n],
  [4n, 10n, 0n],
  [-4n, 10n, 0n],
  [15n, 10n, 2n],
  [-15n, 10n, -2n],
  [1n, 3n, 0n],
  [2n, 3n, 1n],
  [10n ** 30n + 5n, 10n, 10n ** 29n + 1n],
])('%d / %d is %d: halves away from nought', (numerator, denominator, expected) => {
  expect(divideHalfUp(numerator, denominator)).toBe(expected);
});
