import { getTranslator } from '#lib/i18n/get-translator.ts';

/** A provider's word for why a payment failed, in the reader's. */
export async function failureText(failure: string): Promise<string> {
  const t = await getTranslator('payments');
  const key = `failure.${failure}`;
  return /^\w+$/.test(failure) && t.has(key) ? t(key) : t('failure.other', { code: failure || '?' });
}
