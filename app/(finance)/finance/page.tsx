import { redirect } from 'next/navigation';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Money } from '#components/ui/money.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { WeekRecord } from '#lib/settlement/get-week.ts';
import { listWeeks, listWeeksInput } from '#lib/settlement/list-weeks.ts';
import { WeekStateBadge, daysOf, weekTitle } from './week-words.tsx';

export async function generateMetadata() {
  const t = await getTranslator('finance');
  return { title: t('weeks') };
}

export default async function WeeksPage({ searchParams }: PageProps<'/finance'>) {
  const actor = await getActor();
  if (!actor) redirect('/sign-in?next=/finance');
  if (!actor.can.has('settlement.read')) return <NoPermission permission="settlement.read" />;
  const query = await searchParams;
  const [t, page] = await Promise.all([
    getTranslator('finance'),
    listWeeks(actor, listWeeksInput.safeParse(flatQuery(query)).data ?? listWeeksInput.parse({})),
  ]);
  return (
    <>
      <PageHeading title={t('weeks')} lead={t('weeksLead')} />
      {page.rows.length === 0 ? (
        <EmptyState title={t('noWeeks')}>{t('noWeeksText')}</EmptyState>
      ) : (
        <WeekTable rows={await Promise.all(page.rows.map(withWords))} />
      )}
      <Pager path="/finance" query={query} nextCursor={page.nextCursor} />
    </>
  );
}

type Row = WeekRecord & { title: string; days: string };

const withWords = async (record: WeekRecord): Promise<Row> => ({
  ...record,
  title: await weekTitle(record.week),
  days: await daysOf(record),
});

async function WeekTable({ rows }: { rows: Row[] }) {
  const [t, formats] = await Promise.all([getTranslator('finance'), getFormats()]);
  const amount = ({ totals }: Row, minor: string) => (
    <Money amount={{ minor: BigInt(minor), currency: totals.currency }} />
  );
  return (
    <Table
      caption={t('weeks')}
      dense
      rows={rows}
      rowKey={(row) => row.week}
      href={(row) => `/finance/weeks/${row.week}`}
      columns={[
        { key: 'week', head: t('column.week'), cell: (row) => row.title },
        { key: 'days', head: t('column.days'), cell: (row) => row.days, wideOnly: true },
        { key: 'state', head: t('column.state'), cell: (row) => <WeekStateBadge state={row.state} /> },
        {
          key: 'number',
          head: t('column.statement'),
          right: true,
          cell: (row) => (row.number === null ? '–' : `#${row.number}`),
        },
        {
          key: 'orders',
          head: t('column.orders'),
          right: true,
          cell: (row) => formats.number(row.totals.orders),
        },
        {
          key: 'collected',
          head: t('column.collected'),
          right: true,
          cell: (row) => amount(row, row.totals.collected),
        },
        {
          key: 'refunds',
          head: t('column.refunds'),
          right: true,
          cell: (row) => amount(row, row.totals.refunds),
        },
        { key: 'tax', head: t('column.tax'), right: true, cell: (row) => amount(row, row.totals.tax) },
        { key: 'net', head: t('column.net'), right: true, cell: (row) => amount(row, row.totals.net) },
      ]}
    />
  );
}
