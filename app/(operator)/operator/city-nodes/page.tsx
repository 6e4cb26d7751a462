import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Badge } from '#components/ui/badge.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { listCityNodesForStaff, type StaffCityNode } from '#lib/city-nodes/list-city-nodes.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { healthTones, shownState, stateTones } from './tones.ts';

const path = '/operator/city-nodes';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('cityNodes');
  return { title: t('title') };
}

export default async function CityNodesPage() {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('portal.read')) return <NoPermission permission="portal.read" />;
  const [t, formats, rows, now] = await Promise.all([
    getTranslator('cityNodes'),
    getFormats(),
    listCityNodesForStaff(actor),
    portalNow(),
  ]);
  const enrol = actor.can.has('cityNode.manage') && (
    <LinkButton href={`${path}/enrol`} look="primary">
      {t('enrol')}
    </LinkButton>
  );
  const free = (left: number, total: number) =>
    total === 0 ? '–' : t('freeOf', { free: formats.number(left), total: formats.number(total) });
  return (
    <>
      <PageHeading title={t('title')} lead={t('lead')} actions={enrol} />
      {rows.length === 0 ? (
        <EmptyState title={t('none')} action={enrol}>
          {t('noneText')}
        </EmptyState>
      ) : (
        <Table
          caption={t('title')}
          rows={rows}
          rowKey={(row) => row.id}
          href={(row) => `${path}/${row.slug}`}
          columns={[
            { key: 'node', head: t('node'), cell: (row: StaffCityNode) => nameOf(row, formats.locale) },
            { key: 'provider', head: t('provider'), cell: (row) => row.provider },
            {
              key: 'state',
              head: t('state'),
              cell: (row) => (
                <Badge tone={stateTones[shownState(row)]}>{t(`states.${shownState(row)}`)}</Badge>
              ),
            },
            {
              key: 'health',
              head: t('health'),
              cell: (row) => <Badge tone={healthTones[row.health]}>{t(`healths.${row.health}`)}</Badge>,
            },
            {
              key: 'tps',
              head: t('tps'),
              right: true,
              cell: (row) => free(row.free.tps, row.total.tps),
            },
            { key: 'apps', head: t('apps'), right: true, cell: (row) => formats.number(row.apps) },
            {
              key: 'seen',
              head: t('seen'),
              right: true,
              wideOnly: true,
              cell: (row) => (row.statusAt ? <Time at={row.statusAt} now={now} /> : t('never')),
            },
          ]}
        />
      )}
    </>
  );
}

const nameOf = (row: StaffCityNode, locale: string): string => row.city[locale] ?? row.city.en ?? row.slug;
