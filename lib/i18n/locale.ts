/** The languages the portal speaks. Another one is a folder of messages and a line here. */
export const locales = ['en', 'zh'] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = 'en';

/** Each language in its own name, for the switch. */
export const localeNames: Record<Locale, string> = { en: 'English', zh: '中文' };

/** The tag for `<html lang>` and for Intl: the Chinese texts are in simplified characters. */
export const languageTags: Record<Locale, string> = { en: 'en-GB', zh: 'zh-CN' };

export function isLocale(value: unknown): value is Locale {
  return typeof value === 'string' && (locales as readonly string[]).includes(value);
}

/** The first language of an Accept-Language header (RFC 9110, 12.5.4) that we speak, by weight; the default where none is. */
export function negotiateLocale(acceptLanguage: string | null | undefined): Locale {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part, position) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((p) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(p)?.[1]).find(Boolean);
      return {
        primary: tag.trim().split('-')[0],
        weight: weight === undefined ? 1 : Number(weight),
        position,
      };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || a.position - b.position);
  for (const { primary } of wanted) if (isLocale(primary)) return primary;
  return defaultLocale;
}
