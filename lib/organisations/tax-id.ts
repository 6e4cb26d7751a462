/** Shapes of tax ids by country. A country without one takes any sensible text. */
const shapes: Readonly<Record<string, RegExp>> = {
  AT: /^ATU\d{8}$/,
  AU: /^\d{11}$/,
  BE: /^BE[01]\d{9}$/,
  CH: /^CHE\d{9}(MWST|TVA|IVA)?$/,
  CN: /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/,
  DE: /^DE\d{9}$/,
  ES: /^ES[A-Z0-9]\d{7}[A-Z0-9]$/,
  FR: /^FR[A-HJ-NP-Z0-9]{2}\d{9}$/,
  GB: /^GB(\d{9}|\d{12})$/,
  HK: /^\d{8}$/,
  IE: /^IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/,
  IN: /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]$/,
  IT: /^IT\d{11}$/,
  JP: /^T?\d{13}$/,
  KR: /^\d{10}$/,
  NL: /^NL\d{9}B\d{2}$/,
  SG: /^(\d{8}[A-Z]|\d{9}[A-Z]|[TSR]\d{2}[A-Z0-9]{2}\d{4}[A-Z]|M\d{8}[A-Z0-9])$/,
  TW: /^\d{8}$/,
  US: /^\d{9}$/,
};

/** As it is stored: capital letters and digits only. */
export const plainTaxId = (taxId: string): string => taxId.toUpperCase().replace(/[\s.\-/]/g, '');

/** Whether a plain tax id can be one of this country: its shape, and for China the check character too. */
export function isTaxIdOf(country: string, taxId: string): boolean {
  const shape = shapes[country];
  if (!shape) return /^[A-Z0-9]{4,30}$/.test(taxId);
  return shape.test(taxId) && (country !== 'CN' || hasCreditCodeCheck(taxId));
}

const creditCodeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100-2015: weights are powers of 3 modulo 31. */
function hasCreditCodeCheck(code: string): boolean {
  let sum = 0;
  let weight = 1;
  for (const sign of code.slice(0, 17)) {
    sum += creditCodeAlphabet.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return creditCodeAlphabet[(31 - (sum % 31)) % 31] === code[17];
}
