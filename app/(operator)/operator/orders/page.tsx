import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { orderStates, searchOrders, searchOrdersInput } from '#lib/orders/search-orders.ts';
import { OrdersTable } from './orders-table.tsx';

const path = '/operator/orders';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('operatorHome');
  return { title: t('orders') };
}

export default async function OperatorOrdersPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('portalOrder.read')) return <NoPermission permission="portalOrder.read" />;
  const query = await searchParams;
  const asked = searchOrdersInput.safeParse(flatQuery(query));
  const [{ rows, nextCursor }, t, words] = await Promise.all([
    searchOrders(actor, asked.data ?? searchOrdersInput.parse({})),
    getTranslator('operatorHome'),
    getTranslator('orders'),
  ]);
  return (
    <>
      <PageHeading title={t('orders')} lead={t('ordersLead')} />
      <Filters
        path={path}
        query={query}
        search={{ label: t('searchOrders') }}
        choices={[
          {
            name: 'state',
            label: t('state'),
            options: orderStates.map((value) => ({ value, label: words(`state.${value}`) })),
          },
        ]}
      />
      {rows.length === 0 ? (
        <EmptyState title={t('noOrders')}>{t('noOrdersText')}</EmptyState>
      ) : (
        <OrdersTable rows={rows} />
      )}
      <Pager path={path} query={query} nextCursor={nextCursor} />
    </>
  );
}
