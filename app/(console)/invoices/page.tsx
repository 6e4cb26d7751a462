import { redirect } from 'next/navigation';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { Money } from '#components/ui/money.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { invoiceKinds, listInvoices, listInvoicesInput } from '#lib/invoices/list-invoices.ts';

export async function generateMetadata() {
  const t = await getTranslator('invoices');
  return { title: t('title') };
}

export default async function InvoicesPage({ searchParams }: PageProps<'/invoices'>) {
  const actor = await getActor();
  if (!actor) redirect('/sign-in?next=/invoices');
  if (!actor.can.has('invoice.read')) return <NoPermission permission="invoice.read" back="/apps" />;
  const query = await searchParams;
  const parsed = listInvoicesInput.safeParse(flatQuery(query));
  const [t, { rows, nextCursor }] = await Promise.all([
    getTranslator('invoices'),
    listInvoices(actor, parsed.success ? parsed.data : listInvoicesInput.parse({})),
  ]);
  return (
    <>
      <PageHeading title={t('title')} lead={t('lead')} />
      <Filters
        path="/invoices"
        query={query}
        choices={[
          {
            name: 'kind',
            label: t('column.kind'),
            options: invoiceKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
          },
        ]}
      />
      {rows.length === 0 ? (
        <EmptyState title={t('none')}>{t('noneText')}</EmptyState>
      ) : (
        <Table
          caption={t('title')}
          rows={rows}
          rowKey={(row) => row.id}
          href={(row) => `/invoices/${row.id}`}
          columns={[
            { key: 'number', head: t('column.number'), cell: (row) => row.number },
            {
              key: 'kind',
              head: t('column.kind'),
              cell: (row) => (
                <Badge tone={row.kind === 'invoice' ? 'good' : 'quiet'}>{t(`kind.${row.kind}`)}</Badge>
              ),
            },
            {
              key: 'issued',
              head: t('column.issued'),
              cell: (row) => <Time at={row.issuedAt} precision="day" />,
            },
            {
              key: 'total',
              head: t('column.total'),
              right: true,
              cell: (row) => <Money amount={row.total} />,
            },
          ]}
        />
      )}
      <Pager path="/invoices" query={query} nextCursor={nextCursor} />
    </>
  );
}
