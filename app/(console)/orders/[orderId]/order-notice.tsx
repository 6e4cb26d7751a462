import { LinkButton } from '#components/ui/button.tsx';
import { Money } from '#components/ui/money.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import type { OrderView } from '#lib/orders/read-order.ts';
import { buyAgainHref } from '../buy-again.ts';
import { RefundButton, RetryButton } from './order-buttons.tsx';
import { reasonText } from './reason-text.ts';

/** What is true of the order now, what it means, and what to do. */
export async function OrderNotice({ actor, order }: { actor: Actor; order: OrderView }) {
  const t = await getTranslator('orders');
  const toApp = (
    <LinkButton href={`/apps/${order.app.id}`} look={order.state === 'delivered' ? 'primary' : 'secondary'}>
      {t('openApp')}
    </LinkButton>
  );
  switch (order.state) {
    case 'awaitingPayment':
      return (
        <Notice tone="warn" title={t('now.awaitingPayment')}>
          {t.rich('now.payUntil', { time: () => <Time key="until" at={order.payUntil} /> })}
        </Notice>
      );
    case 'paid':
    case 'delivering':
      return (
        <Notice tone="busy" live title={t(`now.${order.state}`)} action={toApp}>
          {t('now.deliveringText')}
        </Notice>
      );
    case 'delivered':
      return (
        <Notice tone="good" live title={t('now.delivered')} action={toApp}>
          {t('now.deliveredText')}
        </Notice>
      );
    case 'deliveryFailed':
      return <Failed actor={actor} order={order} />;
    case 'refunding':
      return (
        <Notice tone="busy" title={t('now.refunding')}>
          {t('now.refundingText')}
        </Notice>
      );
    case 'refunded':
      return (
        <Notice tone="quiet" title={t('now.refunded')}>
          {t(`now.refundedTo.${order.refunds.at(-1)?.destination ?? 'source'}`)}
        </Notice>
      );
    case 'cancelled':
    case 'expired':
      return (
        <Notice
          tone="quiet"
          title={t(`now.${order.state}`)}
          action={
            <LinkButton href={buyAgainHref({ ...order, appName: order.app.name })}>
              {t('buyAgain')}
            </LinkButton>
          }
        >
          {t('now.endedText')}
        </Notice>
      );
  }
}

/** Paid and not delivered: the reason, and both ways on. */
async function Failed({ actor, order }: { actor: Actor; order: OrderView }) {
  const t = await getTranslator('orders');
  const failedRefund = order.refunds.findLast(({ state }) => state === 'failed');
  return (
    <Notice
      tone="bad"
      live
      title={t('now.deliveryFailed')}
      action={
        <>
          {actor.can.has('order.place') && <RetryButton orderId={order.id} requestId={newId()} />}
          {actor.can.has('payment.make') && <RefundButton orderId={order.id} requestId={newId()} />}
        </>
      }
    >
      {order.reason && <p>{await reasonText(order.reason)}</p>}
      <p>{t('now.deliveryFailedText')}</p>
      {failedRefund && <p className="mt-1 font-medium">{t('now.refundFailed')}</p>}
    </Notice>
  );
}

/** Money that came when the order could not take it any more: it is in the wallet, and said so. */
export async function LateMoney({ order }: { order: OrderView }) {
  const t = await getTranslator('orders');
  const late = order.payments.filter(({ purpose, state }) => purpose === 'topUp' && state === 'succeeded');
  if (late.length === 0) return null;
  return late.map((payment) => (
    <div key={payment.id} className="mt-3">
      <Notice
        tone="good"
        title={t('lateMoney')}
        action={<LinkButton href="/wallet">{t('toWallet')}</LinkButton>}
      >
        {t.rich('lateMoneyText', { amount: () => <Money key="amount" amount={payment.amount} /> })}
      </Notice>
    </div>
  ));
}
