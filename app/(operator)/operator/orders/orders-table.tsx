import { OrderBadge } from '#app/(console)/orders/order-badge.tsx';
import { Money } from '#components/ui/money.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { PortalOrderRow } from '#lib/orders/search-orders.ts';

export async function OrdersTable({
  rows,
  customer = true,
}: {
  rows: readonly PortalOrderRow[];
  /** Left out on the customer's own record. */
  customer?: boolean;
}) {
  const t = await getTranslator('operatorHome');
  return (
    <Table
      caption={t('orders')}
      rows={rows}
      rowKey={(row) => row.id}
      href={(row) => `/operator/orders/${row.id}`}
      columns={[
        { key: 'number', head: t('number'), cell: (row) => row.number },
        ...(customer
          ? [{ key: 'customer', head: t('customer'), cell: (row: PortalOrderRow) => row.orgName }]
          : []),
        { key: 'app', head: t('app'), cell: (row) => row.appName },
        { key: 'state', head: t('state'), cell: (row) => <OrderBadge state={row.state} /> },
        { key: 'at', head: t('placedAt'), cell: (row) => <Time at={row.createdAt} /> },
        { key: 'total', head: t('total'), right: true, cell: (row) => <Money amount={row.total} /> },
      ]}
    />
  );
}
