import { Timeline, type Happening } from '#components/ui/timeline.tsx';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { Translator } from '#lib/i18n/translator.ts';
import type { OrderView } from '#lib/orders/read-order.ts';
import { failureText } from '../failure-text.ts';

/** What happened to the order, newest first. */
export async function OrderTimeline({ order }: { order: OrderView }) {
  const [t, pay] = await Promise.all([getTranslator('orders'), getTranslator('payments')]);
  const payments = await Promise.all(order.payments.map((payment) => paymentHappenings(payment, t, pay)));
  const items: Happening[] = [
    { id: 'placed', at: order.createdAt, title: t('happened.placed') },
    ...payments.flat(),
    ...order.invoices.map((invoice) => ({
      id: invoice.id,
      at: invoice.issuedAt,
      title: (
        <a className="link" href={`/invoices/${invoice.id}`}>
          {t(`happened.${invoice.kind}`, { number: invoice.number })}
        </a>
      ),
    })),
    ...(order.deliveredAt
      ? [{ id: 'delivered', at: order.deliveredAt, title: t('happened.delivered'), tone: 'good' as const }]
      : []),
    ...order.refunds.map((refund) => ({
      id: refund.id,
      at: refund.succeededAt ?? refund.createdAt,
      title: t(
        refund.state === 'succeeded' && refund.failure
          ? 'happened.refund.returned'
          : `happened.refund.${refund.state}`,
      ),
      detail: refund.failure || undefined,
      tone: refundTone(refund.state),
    })),
    ...(order.closedAt && (order.state === 'cancelled' || order.state === 'expired')
      ? [{ id: 'closed', at: order.closedAt, title: t(`now.${order.state}`) }]
      : []),
  ];
  items.sort((a, b) => new Date(b.at).getTime() - new Date(a.at).getTime());
  return <Timeline items={items} />;
}

async function paymentHappenings(
  payment: OrderView['payments'][number],
  t: Translator,
  pay: Translator,
): Promise<Happening[]> {
  const by = pay(`method.${payment.provider}`);
  const begun: Happening = { id: payment.id, at: payment.createdAt, title: t('happened.payBegun'), by };
  if (payment.state === 'failed')
    return [
      { ...begun, title: t('happened.payFailed'), tone: 'bad', detail: await failureText(payment.failure) },
    ];
  if (payment.state === 'cancelled') return [{ ...begun, title: t('happened.payClosed') }];
  if (!payment.succeededAt) return [begun];
  const title = payment.purpose === 'topUp' ? t('happened.intoWallet') : t('happened.paid');
  const paid: Happening = { id: `${payment.id}-paid`, at: payment.succeededAt, title, by, tone: 'good' };
  return payment.provider === 'wallet' ? [paid] : [begun, paid];
}

function refundTone(state: OrderView['refunds'][number]['state']): 'good' | 'bad' | 'busy' {
  if (state === 'succeeded') return 'good';
  return state === 'failed' ? 'bad' : 'busy';
}
