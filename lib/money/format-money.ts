import type { Money } from './money.ts';

/** Currencies whose minor unit is not a hundredth, by ISO 4217 as of 2026; Intl's own table differs for 16 codes. */
const codesByDigits: readonly (readonly [digits: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];
const digitsOf: ReadonlyMap<string, number> = new Map(
  codesByDigits.flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, digits])),
);

export const minorDigits = (currency: string): number => digitsOf.get(currency) ?? 2;

/** Plain decimal text, as `2376.00`: for files and for machines. */
export function decimalOf({ minor, currency }: Money): string {
  const digits = minorDigits(currency);
  const magnitude = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = magnitude.slice(0, magnitude.length - digits);
  return `${minor < 0n ? '-' : ''}${whole}${digits ? `.${magnitude.slice(-digits)}` : ''}`;
}

/** For people, in their language: `CN¥2,376.00`. Exact for every size: the digits never pass through a number. */
export function formatMoney(amount: Money, locale: string): string {
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: amount.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: minorDigits(amount.currency),
    maximumFractionDigits: minorDigits(amount.currency),
  });
  return format.format(decimalOf(amount) as Intl.StringNumericLiteral);
}
