import { sortBy, type Query } from '#components/ui/query.ts';
import type { Column } from '#components/ui/table.tsx';
import type { CityNodeView } from '#lib/catalogue/city-node-view.ts';
import type { Formats } from '#lib/i18n/format.ts';
import type { Translator } from '#lib/i18n/translator.ts';
import { cityName } from '../plan-data.ts';
import { EvidenceBadge, HealthBadge } from './offering-words.tsx';

const path = '/city-nodes';

/** The table of city nodes: one line each, offerings below each other. */
export function cityNodeColumns(t: Translator, formats: Formats, query: Query): Column<CityNodeView>[] {
  return [
    {
      key: 'city',
      head: t('city'),
      sort: sortBy(path, query, 'city', true),
      cell: (row) => cityName(row, formats.locale),
    },
    { key: 'country', head: t('country'), cell: (row) => formats.country(row.country) },
    { key: 'provider', head: t('provider'), cell: (row) => row.provider.name },
    {
      key: 'frameworks',
      head: t('frameworks'),
      cell: (row) => (
        <ul className="grid gap-1">
          {row.offerings.map((offering) => (
            <li
              key={offering.id}
              className="flex flex-wrap gap-x-3 max-sm:justify-end sm:flex-nowrap sm:whitespace-nowrap"
            >
              <span>
                {offering.framework} <span className="text-quiet">{offering.version}</span>
              </span>
              <EvidenceBadge evidence={offering.evidence} t={t} />
            </li>
          ))}
        </ul>
      ),
    },
    {
      key: 'access',
      head: t('accessHead'),
      cell: (row) => (
        <ul className="grid gap-1">
          {row.offerings.map((offering) => (
            <li key={offering.id} className="sm:whitespace-nowrap">
              {t(`access.${offering.access}`)}
              {offering.kind === 'public' && <span className="text-quiet"> · {t('kind.public')}</span>}
            </li>
          ))}
        </ul>
      ),
    },
    {
      key: 'free',
      head: t('freeTps'),
      right: true,
      sort: sortBy(path, query, 'free'),
      cell: (row) => (
        <>
          {formats.number(row.capacity.tps.free)}{' '}
          <span className="text-quiet">/ {formats.number(row.capacity.tps.total)}</span>
        </>
      ),
    },
    {
      key: 'storage',
      head: t('freeStorage'),
      right: true,
      cell: (row) => (
        <>
          {formats.number(row.capacity.storageGb.free)} <span className="text-quiet">GB</span>
        </>
      ),
    },
    { key: 'health', head: t('healthHead'), cell: (row) => <HealthBadge health={row.health} t={t} /> },
  ];
}
