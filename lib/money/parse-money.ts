import { minorDigits } from './format-money.ts';
import type { Money } from './money.ts';

/** Decimal text as people type it (`2376`, `2,376.00`) in minor units; null for anything else, or too many digits. */
export function parseMoney(text: string, currency: string): Money | null {
  const digits = minorDigits(currency);
  const plain = text.trim().replace(/,(?=\d{3}(\D|$))/g, '');
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d+))?$/.exec(plain) ?? [];
  if (whole === undefined || fraction.length > digits) return null;
  return { minor: BigInt(whole + fraction.padEnd(digits, '0')), currency };
}
