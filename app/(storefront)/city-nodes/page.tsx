import type { Metadata } from 'next';
import { catalogueChoices } from '#lib/catalogue/catalogue-choices.ts';
import { listCityNodes, listCityNodesInput } from '#lib/catalogue/list-city-nodes.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { WorldMap } from '#components/map/world-map.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { cityName } from '../plan-data.ts';
import { cityNodeColumns } from './columns.tsx';
import { cityNodeFilters } from './filters.ts';
import { healthTone } from './offering-words.tsx';

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
        choices={cityNodeFilters(t, formats, choices)}
      />
      {page.rows.length > 0 ? (
        <Table
          caption={t('title')}
          columns={cityNodeColumns(t, formats, query)}
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
