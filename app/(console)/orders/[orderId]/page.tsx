import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import { orderVersion } from '#app/api/live-version.ts';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Money } from '#components/ui/money.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { RecordHeader, Section } from '#components/ui/page-heading.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { readOrder, type OrderView } from '#lib/orders/read-order.ts';
import { Confirming } from '../confirming.tsx';
import { GoToPayPage } from '../go-to-pay-page.tsx';
import { LiveRefresh } from '../live-refresh.tsx';
import { MoneyLines } from '../money-lines.tsx';
import { OrderBadge } from '../order-badge.tsx';
import { CancelButton } from './order-buttons.tsx';
import { LateMoney, OrderNotice } from './order-notice.tsx';
import { OrderTimeline } from './order-timeline.tsx';
import { PaymentSection } from './payment-section.tsx';

type Props = {
  params: Promise<{ orderId: string }>;
  searchParams: Promise<{ pay?: string | string[]; paid?: string | string[] }>;
};

export async function generateMetadata() {
  const t = await getTranslator('orders');
  return { title: t('order') };
}

export default async function OrderPage({ params, searchParams }: Props) {
  const [{ orderId }, { pay, paid }] = await Promise.all([params, searchParams]);
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=/orders/${orderId}`);
  if (!actor.can.has('order.read')) return <NoPermission permission="order.read" back="/apps" />;
  const [order, t] = await Promise.all([orderOr404(actor, orderId), getTranslator('orders')]);
  const paying =
    order.state === 'awaitingPayment' &&
    order.payments.find(({ id, state }) => id === pay && (state === 'starting' || state === 'pending'));
  const back =
    order.state === 'awaitingPayment' &&
    order.payments.find(({ id, state }) => id === paid && state === 'pending');
  const waits = order.state === 'awaitingPayment' && actor.can.has('order.place');
  return (
    <ClientMessages namespaces={['orders', 'payments']}>
      <RecordHeader
        title={t('orderTitle', { number: order.number })}
        state={<OrderBadge state={order.state} />}
        sub={<span>{order.app.name}</span>}
        back={{ href: '/orders', label: t('title') }}
        actions={waits && <CancelButton orderId={order.id} requestId={newId()} />}
      />
      <LiveRefresh url={`/api/orders/${order.id}/live`} {...orderVersion(order)} />
      {paying ? (
        <GoToPayPage paymentId={paying.id} here={`/orders/${order.id}`} />
      ) : back ? (
        <Confirming paymentId={back.id} />
      ) : (
        <OrderNotice actor={actor} order={order} />
      )}
      <LateMoney order={order} />
      <div className="mt-8 grid gap-x-12 gap-y-8 lg:grid-cols-[1fr_20rem]">
        <div className="min-w-0">
          <PaymentSection actor={actor} order={order} />
          <Section title={t('lines')}>
            <MoneyLines {...order} />
          </Section>
          <Section title={t('history')}>
            <OrderTimeline order={order} />
          </Section>
        </div>
        <Aside order={order} />
      </div>
    </ClientMessages>
  );
}

async function Aside({ order }: { order: OrderView }) {
  const [t, buy, formats] = await Promise.all([getTranslator('orders'), getTranslator('buy'), getFormats()]);
  return (
    <aside aria-label={t('facts')}>
      <Facts
        items={[
          { label: buy('total'), value: <Money amount={order.total} /> },
          {
            label: t('fact.app'),
            value: (
              <Link className="link" href={`/apps/${order.app.id}`}>
                {order.app.name}
              </Link>
            ),
          },
          { label: t('fact.term'), value: buy(`for.${order.term.unit}`, { count: order.term.count }) },
          {
            label: t('fact.buyer'),
            value: order.buyer.legalName,
            note: formats.country(order.buyer.country),
          },
          {
            label: t('fact.quote'),
            value: (
              <Link className="link" href={`/quotes/${order.quote.id}`}>
                {order.quote.number}
              </Link>
            ),
            note: t('fact.priceBookVersion', { version: order.quote.priceBookVersion }),
          },
          ...order.invoices.map((invoice) => ({
            label: t(`fact.${invoice.kind}`),
            value: (
              <Link className="link" href={`/invoices/${invoice.id}`}>
                {invoice.number}
              </Link>
            ),
          })),
          { label: t('fact.placed'), value: <Time at={order.createdAt} /> },
          ...(order.paidAt ? [{ label: t('fact.paid'), value: <Time at={order.paidAt} /> }] : []),
          ...(order.deliveredAt
            ? [{ label: t('fact.delivered'), value: <Time at={order.deliveredAt} /> }]
            : []),
        ]}
      />
    </aside>
  );
}

async function orderOr404(actor: Actor, id: string): Promise<OrderView> {
  if (!z.uuid().safeParse(id).success) notFound();
  try {
    return await readOrder(actor, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') notFound();
    throw error;
  }
}
