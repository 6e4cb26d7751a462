import type { CatalogueChoices } from '#lib/catalogue/catalogue-choices.ts';
import type { Formats } from '#lib/i18n/format.ts';
import type { Translator } from '#lib/i18n/translator.ts';

/** What the list of city nodes can be narrowed by. */
export function cityNodeFilters(t: Translator, formats: Formats, choices: CatalogueChoices) {
  const options = (group: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`${group}.${value}`) }));
  return [
    {
      name: 'country',
      label: t('country'),
      options: choices.countries.map((code) => ({ value: code, label: formats.country(code) })),
    },
    {
      name: 'provider',
      label: t('provider'),
      options: choices.providers.map(({ slug, name }) => ({ value: slug, label: name })),
    },
    {
      name: 'framework',
      label: t('framework'),
      options: choices.frameworks.map(({ id, name }) => ({ value: id, label: name })),
    },
    { name: 'kind', label: t('kindHead'), options: options('kind', ['permissioned', 'public']) },
    { name: 'access', label: t('accessHead'), options: options('access', ['deploy', 'endpoint']) },
    {
      name: 'health',
      label: t('healthHead'),
      options: options('health', ['healthy', 'degraded', 'unreachable']),
    },
  ];
}
