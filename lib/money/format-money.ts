import type { Money } from './money.ts';

/** Minor-unit digits where they are not two (ISO 4217; Intl's own table differs for 16 codes, facts/money.md). */
const digitsOf: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  VND: 0,
  CLP: 0,
  ISK: 0,
  BHD: 3,
  KWD: 3,
  OMR: 3,
  JOD: 3,
  TND: 3,
};

export const minorDigits = (currency: string): number => digitsOf[currency] ?? 2;

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
