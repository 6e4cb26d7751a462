import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { searchCustomers, searchCustomersInput } from '#lib/organisations/search-customers.ts';

const path = '/operator/customers';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('operatorHome');
  return { title: t('customers') };
}

export default async function CustomersPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('customer.read')) return <NoPermission permission="customer.read" />;
  const query = await searchParams;
  const asked = searchCustomersInput.safeParse(flatQuery(query));
  const [{ rows, nextCursor }, t, formats] = await Promise.all([
    searchCustomers(actor, asked.data ?? searchCustomersInput.parse({})),
    getTranslator('operatorHome'),
    getFormats(),
  ]);
  return (
    <>
      <PageHeading title={t('customers')} lead={t('customersLead')} />
      <Filters
        path={path}
        query={query}
        search={{ label: t('searchCustomers') }}
        choices={[
          {
            name: 'state',
            label: t('state'),
            options: [
              { value: 'active', label: t('active') },
              { value: 'suspended', label: t('suspended') },
            ],
          },
        ]}
      />
      {rows.length === 0 ? (
        <EmptyState title={t('noCustomers')}>{t('noCustomersText')}</EmptyState>
      ) : (
        <Table
          caption={t('customers')}
          rows={rows}
          rowKey={(row) => row.id}
          href={(row) => `${path}/${row.id}`}
          columns={[
            { key: 'name', head: t('customer'), cell: (row) => row.name },
            { key: 'legal', head: t('legalName'), cell: (row) => row.legalName ?? '–', wideOnly: true },
            {
              key: 'country',
              head: t('country'),
              cell: (row) => (row.country ? formats.country(row.country) : '–'),
            },
            { key: 'members', head: t('members'), right: true, cell: (row) => formats.number(row.members) },
            { key: 'orders', head: t('orders'), right: true, cell: (row) => formats.number(row.orders) },
            { key: 'apps', head: t('apps'), right: true, cell: (row) => formats.number(row.apps) },
            {
              key: 'since',
              head: t('since'),
              cell: (row) => (
                <>
                  <Time at={row.createdAt} precision="day" />
                  {row.suspendedAt && (
                    <div>
                      <Badge tone="warn">{t('suspended')}</Badge>
                    </div>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
      <Pager path={path} query={query} nextCursor={nextCursor} />
    </>
  );
}
