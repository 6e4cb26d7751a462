import { LinkButton } from '#components/ui/button.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { searchOrders, searchOrdersInput } from '#lib/orders/search-orders.ts';
import { OrdersTable } from './orders/orders-table.tsx';

/** The newest few orders, of everyone or of one customer, and the way to all of them. */
export async function RecentOrders({ actor, orgId }: { actor: Actor; orgId?: string }) {
  const [{ rows, nextCursor }, t] = await Promise.all([
    searchOrders(actor, searchOrdersInput.parse({ limit: 8, ...(orgId ? { orgId } : {}) })),
    getTranslator('operatorHome'),
  ]);
  if (rows.length === 0) return <p className="text-quiet">{t('noOrders')}</p>;
  return (
    <>
      <OrdersTable rows={rows} customer={!orgId} />
      {nextCursor && (
        <div className="mt-4">
          <LinkButton size="s" href={orgId ? `/operator/orders?orgId=${orgId}` : '/operator/orders'}>
            {t('allOrders')}
          </LinkButton>
        </div>
      )}
    </>
  );
}
