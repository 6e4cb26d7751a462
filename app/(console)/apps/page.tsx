import { redirect } from 'next/navigation';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { appStates } from '#lib/apps/app-words.ts';
import { listApps, listAppsInput, type AppRow } from '#lib/apps/list-apps.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { AppStateBadge, cityName } from './state-badge.tsx';

export async function generateMetadata() {
  const t = await getTranslator('apps');
  return { title: t('title') };
}

export default async function AppsPage({ searchParams }: PageProps<'/apps'>) {
  const actor = await getActor();
  if (!actor) redirect('/sign-in?next=/apps');
  if (!actor.can.has('app.read')) return <NoPermission permission="app.read" />;
  const query = await searchParams;
  const t = await getTranslator('apps');
  const input = listAppsInput.safeParse(flatQuery(query));
  const { rows, nextCursor } = await listApps(actor, input.success ? input.data : listAppsInput.parse({}));
  const filtered = Boolean(query.q || query.state || query.cursor);
  const buy = actor.can.has('order.place') && (
    <LinkButton href="/buy" look="primary">
      {t('new')}
    </LinkButton>
  );
  if (rows.length === 0 && !filtered) {
    return (
      <>
        <PageHeading title={t('title')} lead={t('lead')} />
        <EmptyState
          title={t('emptyTitle')}
          action={
            <>
              {buy && (
                <LinkButton href="/buy" look="primary">
                  {t('emptyFirst')}
                </LinkButton>
              )}
              <LinkButton href="/city-nodes">{t('emptyLook')}</LinkButton>
            </>
          }
        >
          {t('emptyText')}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeading title={t('title')} lead={t('lead')} actions={buy} />
      <Filters
        path="/apps"
        query={query}
        search={{ label: t('searchLabel') }}
        choices={[
          {
            name: 'state',
            label: t('column.state'),
            options: appStates.map((state) => ({ value: state, label: t(`state.${state}`) })),
          },
        ]}
      />
      {rows.length === 0 ? (
        <EmptyState title={t('noneFound')} action={<LinkButton href="/apps">{t('clear')}</LinkButton>}>
          {t('noneFoundText')}
        </EmptyState>
      ) : (
        <AppTable rows={rows} />
      )}
      <Pager path="/apps" query={query} nextCursor={nextCursor} />
    </>
  );
}

async function AppTable({ rows }: { rows: AppRow[] }) {
  const [t, formats] = await Promise.all([getTranslator('apps'), getFormats()]);
  return (
    <Table
      caption={t('title')}
      rows={rows}
      rowKey={(app) => app.id}
      href={(app) => `/apps/${app.id}`}
      columns={[
        { key: 'name', head: t('column.name'), cell: (app) => app.name },
        { key: 'state', head: t('column.state'), cell: (app) => <AppStateBadge state={app.state} /> },
        {
          key: 'framework',
          head: t('column.framework'),
          cell: (app) =>
            app.access === 'endpoint' ? `${app.framework}, ${t('access.endpoint')}` : app.framework,
        },
        {
          key: 'cities',
          head: t('column.cities'),
          cell: (app) => formats.list(app.cities.map((city) => cityName(city, formats.locale))),
        },
        {
          key: 'calls',
          head: t('column.calls'),
          right: true,
          cell: (app) => formats.number(app.calls),
        },
        {
          key: 'created',
          head: t('column.created'),
          wideOnly: true,
          cell: (app) => <Time at={app.createdAt} precision="day" />,
        },
      ]}
    />
  );
}
