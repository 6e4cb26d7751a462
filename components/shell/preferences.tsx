import { getTranslator } from '#lib/i18n/get-translator.ts';
import { localeNames, locales, languageTags } from '#lib/i18n/locale.ts';
import { themes, type Theme } from './theme.ts';

const choice =
  'min-h-8 rounded-md px-2 text-13 text-quiet hover:bg-surface hover:text-text aria-pressed:bg-surface aria-pressed:font-semibold aria-pressed:text-text pointer-coarse:min-h-11';

/** Language and appearance: plain forms, so they work before and without scripts. */
export async function Preferences({ theme }: { theme: Theme }) {
  const t = await getTranslator('ui');
  const themeNames: Record<Theme, string> = {
    system: t('themeSystem'),
    light: t('themeLight'),
    dark: t('themeDark'),
  };
  return (
    <form method="post" action="/api/preferences" className="flex flex-wrap gap-x-6 gap-y-2">
      <fieldset className="flex flex-wrap items-center gap-1">
        <legend className="sr-only">{t('language')}</legend>
        {locales.map((locale) => (
          <button
            key={locale}
            name="locale"
            value={locale}
            lang={languageTags[locale]}
            aria-pressed={locale === t.locale}
            className={choice}
          >
            {localeNames[locale]}
          </button>
        ))}
      </fieldset>
      <fieldset className="flex flex-wrap items-center gap-1">
        <legend className="sr-only">{t('theme')}</legend>
        {themes.map((one) => (
          <button key={one} name="theme" value={one} aria-pressed={one === theme} className={choice}>
            {themeNames[one]}
          </button>
        ))}
      </fieldset>
    </form>
  );
}
