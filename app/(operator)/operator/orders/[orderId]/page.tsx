import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import { MoneyLines } from '#app/(console)/orders/money-lines.tsx';
import { OrderBadge } from '#app/(console)/orders/order-badge.tsx';
import { OrderTimeline } from '#app/(console)/orders/[orderId]/order-timeline.tsx';
import { LinkButton } from '#components/ui/button.tsx';
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
import { readOrderForStaff } from '#lib/orders/read-order-for-staff.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('operatorHome');
  return { title: t('order') };
}

export default async function StaffOrderPage({ params }: { params: Promise<{ orderId: string }> }) {
  const { orderId } = await params;
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=/operator/orders/${orderId}`);
  if (!actor.can.has('portalOrder.read')) return <NoPermission permission="portalOrder.read" />;
  const [{ order, customer }, t, words, buy, formats] = await Promise.all([
    recordOr404(actor, orderId),
    getTranslator('operatorHome'),
    getTranslator('orders'),
    getTranslator('buy'),
    getFormats(),
  ]);
  const refundable = order.state === 'delivered' || order.state === 'deliveryFailed';
  return (
    <>
      <RecordHeader
        title={words('orderTitle', { number: order.number })}
        state={<OrderBadge state={order.state} />}
        sub={<span>{order.app.name}</span>}
        back={{ href: '/operator/orders', label: t('orders') }}
        actions={
          refundable &&
          actor.can.has('order.refund') && (
            <LinkButton href={`/finance/refunds?q=${encodeURIComponent(order.number)}`}>
              {t('refund')}
            </LinkButton>
          )
        }
      />
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[1fr_20rem]">
        <div className="min-w-0">
          <Section title={words('lines')}>
            <MoneyLines {...order} />
          </Section>
          <Section title={words('history')}>
            <OrderTimeline order={order} />
          </Section>
        </div>
        <aside aria-label={words('facts')}>
          <Facts
            items={[
              {
                label: t('customer'),
                value: (
                  <Link className="link" href={`/operator/customers/${customer.id}`}>
                    {customer.name}
                  </Link>
                ),
              },
              {
                label: words('fact.buyer'),
                value: order.buyer.legalName,
                note: formats.country(order.buyer.country),
              },
              { label: t('total'), value: <Money amount={order.total} /> },
              {
                label: words('fact.term'),
                value: buy(`for.${order.term.unit}`, { count: order.term.count }),
              },
              {
                label: words('fact.quote'),
                value: order.quote.number,
                note: words('fact.priceBookVersion', { version: order.quote.priceBookVersion }),
              },
              ...order.payments.map((payment) => ({
                label: t('payment'),
                value: `${t(`provider.${payment.provider}`)}, ${t(`paymentState.${payment.state}`)}`,
                note: payment.identificationCode ?? '',
              })),
              ...order.invoices.map((invoice) => ({
                label: words(`fact.${invoice.kind}`),
                value: invoice.number,
                note: <Time at={invoice.issuedAt} precision="day" />,
              })),
              { label: words('fact.placed'), value: <Time at={order.createdAt} /> },
            ]}
          />
          {actor.can.has('audit.read') && (
            <p className="mt-4">
              <Link className="link" href={`/operator/audit?q=${order.id}`}>
                {t('inAudit')}
              </Link>
            </p>
          )}
        </aside>
      </div>
    </>
  );
}

async function recordOr404(actor: Actor, id: string) {
  if (!z.uuid().safeParse(id).success) notFound();
  try {
    return await readOrderForStaff(actor, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') notFound();
    throw error;
  }
}
