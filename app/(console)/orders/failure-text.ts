import { getTranslator } from '#lib/i18n/get-translator.ts';

/** Why a payment failed, in the reader's language: a provider's word, or the rule that refused it. */
export async function failureText(failure: string): Promise<string> {
  if (failure.startsWith('rule:')) {
    const rules = await getTranslator('compliance');
    return rules('refused', { rule: failure.slice('rule:'.length) });
  }
  const t = await getTranslator('payments');
  const key = `failure.${failure}`;
  return /^\w+$/.test(failure) && t.has(key) ? t(key) : t('failure.other', { code: failure || '?' });
}
