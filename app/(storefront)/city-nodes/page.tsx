import type { Metadata } from 'next';
import { catalogueChoices } from '#lib/catalogue/catalogue-choices.ts';
import type { CityNodeView } from '#lib/catalogue/city-node-view.ts';
import { listCityNodes, listCityNodesInput } from '#lib/catalogue/list-city-nodes.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { WorldMap } from '#components/map/world-map.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, sortBy, type Query } from '#components/ui/query.ts';
import { Table, type Column } from '#components/ui/table.tsx';
import { cityName } from '../plan-data.ts';
import { EvidenceBadge, HealthBadge, healthTone } from './offering-words.tsx';

const path = '/city-nodes';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('catalogue');
  return { title: t('title'), description: t('lead'), alternates: { canonical: path } };
}

export default async function CityNodesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const [t, formats, page, choices] = await Promise.all([
    getTranslator('catalogue'),
    getFormats(),
    listCityNodes(listCityNodesInput.safeParse(flatQuery(query)).data ?? listCityNodesInput.parse({})),
    catalogueChoices(),
  ]);
  const options = (group: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`${group}.${value}`) }));
  const columns: Column<CityNodeView>[] = [
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
  return (
    <>
      <PageHeading
        title={t('title')}
        lead={t('lead')}
        actions={
          <LinkButton prefetch={false} href="/#calculator" look="primary">
            {t('calculate')}
          </LinkButton>
        }
      />
      <div className="mx-auto mb-6 max-w-4xl">
        <WorldMap
          label={t('map')}
          places={page.rows.map((row) => ({
            id: row.id,
            name: cityName(row, formats.locale),
            latitude: row.latitude,
            longitude: row.longitude,
            href: `${path}/${row.slug}`,
            ...(row.health === 'healthy' ? {} : { tone: healthTone(row.health) }),
          }))}
        />
      </div>
      <Filters
        path={path}
        query={query}
        search={{ label: t('search'), placeholder: t('searchHint') }}
        choices={[
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
        ]}
      />
      {page.rows.length > 0 ? (
        <Table
          caption={t('title')}
          columns={columns}
          rows={page.rows}
          rowKey={(row) => row.id}
          href={(row) => `${path}/${row.slug}`}
        />
      ) : (
        <EmptyState title={t('none')} action={<LinkButton href={path}>{t('showAll')}</LinkButton>}>
          {t('noneText')}
        </EmptyState>
      )}
      <Pager path={path} query={query} nextCursor={page.nextCursor} />
    </>
  );
}
