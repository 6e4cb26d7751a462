import { redirect } from 'next/navigation';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { Money } from '#components/ui/money.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { listOrders, listOrdersInput } from '#lib/orders/list-orders.ts';
import { listOpenQuotes, type OpenQuote } from '#lib/quotes/list-open-quotes.ts';
import { orderStates } from '#lib/orders/search-orders.ts';
import { OrderBadge } from './order-badge.tsx';

export async function generateMetadata() {
  const t = await getTranslator('orders');
  return { title: t('title') };
}

export default async function OrdersPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await getActor();
  if (!actor) redirect('/sign-in?next=/orders');
  if (!actor.can.has('order.read')) return <NoPermission permission="order.read" back="/apps" />;
  const query = await searchParams;
  const t = await getTranslator('orders');
  const { state, ...rest } = flatQuery(query);
  const input = listOrdersInput.safeParse({ ...rest, ...(state ? { state } : {}) });
  const [{ rows, nextCursor }, open] = await Promise.all([
    listOrders(actor, input.success ? input.data : listOrdersInput.parse({})),
    query.cursor || state ? [] : listOpenQuotes(actor),
  ]);
  const buy = actor.can.has('order.place') && (
    <LinkButton href="/buy" look="primary">
      {t('buy')}
    </LinkButton>
  );
  if (rows.length === 0 && !state && !query.cursor) {
    return (
      <>
        <PageHeading title={t('title')} lead={t('lead')} />
        <OpenQuotes quotes={open} />
        <EmptyState title={t('emptyTitle')} action={buy}>
          {t('emptyText')}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeading title={t('title')} lead={t('lead')} actions={buy} />
      <OpenQuotes quotes={open} />
      <Filters
        path="/orders"
        query={query}
        choices={[
          {
            name: 'state',
            label: t('column.state'),
            options: orderStates.map((value) => ({ value, label: t(`state.${value}`) })),
          },
        ]}
      />
      {rows.length === 0 ? (
        <EmptyState title={t('noneFound')} action={<LinkButton href="/orders">{t('clear')}</LinkButton>} />
      ) : (
        <Table
          caption={t('title')}
          rows={rows}
          rowKey={(row) => row.id}
          href={(row) => `/orders/${row.id}`}
          columns={[
            { key: 'number', head: t('column.number'), cell: (row) => row.number },
            { key: 'app', head: t('column.app'), cell: (row) => row.appName },
            { key: 'state', head: t('column.state'), cell: (row) => <OrderBadge state={row.state} /> },
            {
              key: 'created',
              head: t('column.placed'),
              cell: (row) => <Time at={row.createdAt} precision="day" />,
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
      <Pager path="/orders" query={query} nextCursor={nextCursor} />
    </>
  );
}

/** Quotes that wait for an order: whoever left one finds it here while it holds. */
async function OpenQuotes({ quotes }: { quotes: readonly OpenQuote[] }) {
  if (quotes.length === 0) return null;
  const t = await getTranslator('orders');
  return (
    <div className="mb-6 grid gap-2">
      {quotes.map((quote) => (
        <Notice
          key={quote.id}
          tone="busy"
          title={t('openQuote', { number: quote.number, app: quote.appName })}
          action={
            <LinkButton size="s" href={`/quotes/${quote.id}`}>
              {t('toQuote')}
            </LinkButton>
          }
        >
          {t.rich('openQuoteText', {
            amount: () => <Money key="amount" amount={quote.total} />,
            time: () => <Time key="time" at={quote.expiresAt} />,
          })}
        </Notice>
      ))}
    </div>
  );
}
