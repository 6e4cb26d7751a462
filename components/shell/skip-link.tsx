import { getTranslator } from '#lib/i18n/get-translator.ts';

/** First thing on every page: leads past banner and navigation to what the page is about. */
export async function SkipLink() {
  const t = await getTranslator('ui');
  return (
    <a
      href="#content"
      className="absolute top-2 left-2 z-50 -translate-y-20 rounded-md bg-brand px-4 py-2 font-semibold text-brand-ink focus:translate-y-0"
    >
      {t('skip')}
    </a>
  );
}
