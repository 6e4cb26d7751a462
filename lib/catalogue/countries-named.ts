import { languageTags, locales } from '#lib/i18n/locale.ts';

let names: readonly { code: string; name: string }[] | undefined;

/** ISO 3166 codes of the countries whose name, in any of our languages, contains `part`. */
export function countriesNamed(part: string): string[] {
  const wanted = part.trim().toLowerCase();
  if (!wanted) return [];
  names ??= allNames();
  return [...new Set(names.filter(({ name }) => name.includes(wanted)).map(({ code }) => code))];
}

function allNames(): { code: string; name: string }[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  return locales.flatMap((locale) => {
    const display = new Intl.DisplayNames(languageTags[locale], { type: 'region', fallback: 'none' });
    return codes.flatMap((code) => {
      const name = display.of(code);
      return name ? [{ code, name: name.toLowerCase() }] : [];
    });
  });
}
