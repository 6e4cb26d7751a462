import { buttonClass } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import type { OrderPayment, OrderView } from '#lib/orders/read-order.ts';
import { BankDetails } from '../bank-details.tsx';
import { failureText } from '../failure-text.ts';
import { payOptions } from '../pay-options.ts';
import { PayForm } from './pay-form.tsx';

/** While an order waits for payment: the attempt that is open, and every way to pay. */
export async function PaymentSection({ actor, order }: { actor: Actor; order: OrderView }) {
  if (order.state !== 'awaitingPayment') return null;
  const [t, pay] = await Promise.all([getTranslator('orders'), payOptions(actor, order.total)]);
  const attempts = order.payments.filter(({ purpose }) => purpose === 'order');
  const open = attempts.findLast(({ state }) => state === 'pending');
  const last = attempts.at(-1);
  return (
    <>
      {open && <OpenPayment payment={open} />}
      <Section title={open ? t('orElse') : t('payNow')} id="pay">
        {last?.state === 'failed' && (
          <div className="mb-5 max-w-xl">
            <Notice tone="bad" title={t('declined')}>
              {await failureText(last.failure)}
            </Notice>
          </div>
        )}
        {!pay ? (
          <p className="text-quiet">{t('placeOnlyHelp')}</p>
        ) : open ? (
          <details>
            <summary className="link w-fit cursor-pointer">{t('payOtherwise')}</summary>
            <p className="mt-2 mb-4 max-w-xl text-quiet">{t('payOtherwiseText')}</p>
            <PayForm orderId={order.id} requestId={newId()} pay={pay} />
          </details>
        ) : (
          <PayForm orderId={order.id} requestId={newId()} pay={pay} />
        )}
      </Section>
    </>
  );
}

async function OpenPayment({ payment }: { payment: OrderPayment }) {
  const t = await getTranslator('orders');
  if (payment.provider === 'remittance' && payment.identificationCode) {
    return (
      <Section title={t('bank.title')} lead={t('bank.lead')}>
        <div className="max-w-xl">
          <BankDetails amount={payment.amount} code={payment.identificationCode} />
        </div>
      </Section>
    );
  }
  if (!payment.payUrl) return null;
  return (
    <Section title={t('openCheckout')} lead={t('openCheckoutText')}>
      <a href={payment.payUrl} className={buttonClass({ look: 'primary' })}>
        {t('toPayPage')}
      </a>
    </Section>
  );
}
