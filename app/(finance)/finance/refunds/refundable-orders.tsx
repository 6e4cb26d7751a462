import { Radio, Textarea } from '#components/form/inputs.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Money } from '#components/ui/money.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { searchOrders, searchOrdersInput, type PortalOrderRow } from '#lib/orders/search-orders.ts';
import { requestRefundAction } from '../actions.ts';

/** Orders that fit what was searched for, and that can be given back or why not. */
export async function RefundableOrders({ actor, q }: { actor: Actor; q: string }) {
  const [t, { rows }] = await Promise.all([
    getTranslator('finance'),
    searchOrders(actor, searchOrdersInput.parse({ q: q.slice(0, 200), limit: 10 })),
  ]);
  return (
    <Section title={t('ordersFound')} lead={t('ordersFoundLead')}>
      {rows.length === 0 ? (
        <p className="text-quiet">{t('noOrdersFound')}</p>
      ) : (
        <Table
          caption={t('ordersFound')}
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'number',
              head: t('column.order'),
              cell: (row) => <span className="whitespace-nowrap">{row.number}</span>,
            },
            { key: 'customer', head: t('column.customer'), cell: (row) => row.orgName },
            { key: 'app', head: t('column.app'), cell: (row) => row.appName, wideOnly: true },
            {
              key: 'paid',
              head: t('column.paid'),
              cell: (row) => (row.paidAt ? <Time at={row.paidAt} precision="day" /> : '–'),
            },
            {
              key: 'total',
              head: t('column.amount'),
              right: true,
              cell: (row) => <Money amount={row.total} />,
            },
            {
              key: 'refund',
              head: <span className="sr-only">{t('refund')}</span>,
              right: true,
              cell: (row) =>
                row.state === 'delivered' || row.state === 'deliveryFailed' ? (
                  <span className="whitespace-nowrap">
                    <Refund order={row} />
                  </span>
                ) : (
                  <span className="text-quiet">{t('notRefundable')}</span>
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}

async function Refund({ order }: { order: PortalOrderRow }) {
  const t = await getTranslator('finance');
  return (
    <ConfirmDialog
      size="s"
      trigger={t('refund')}
      title={t('refundTitle', { number: order.number })}
      text={
        <>
          {t('refundText', { customer: order.orgName, app: order.appName })} <Money amount={order.total} />
        </>
      }
      confirm={t('refundConfirm')}
      action={requestRefundAction}
      requestId={newId()}
      hidden={{ orderId: order.id }}
    >
      <Radio
        name="destination"
        label={t('column.to')}
        defaultValue="source"
        options={(['source', 'wallet'] as const).map((destination) => ({
          value: destination,
          label: t(`destination.${destination}`),
        }))}
      />
      <Textarea name="reason" label={t('column.reason')} help={t('reasonHelp')} rows={2} />
    </ConfirmDialog>
  );
}
