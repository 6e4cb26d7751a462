'use client';
import { useLocale, useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { formatMoney } from '#lib/money/format-money.ts';
import { payOrderAction } from '../actions.ts';
import { PayChoice, type PayOptions } from '../pay-choice.tsx';

export function PayForm({
  orderId,
  requestId,
  pay,
}: {
  orderId: string;
  requestId: string;
  pay: PayOptions;
}) {
  const t = useTranslations('orders');
  const tag = useLocale();
  return (
    <Form action={payOrderAction} requestId={requestId} hidden={{ orderId }}>
      <PayChoice {...pay} />
      <SubmitButton pending={t('ordering')}>{t('pay', { amount: formatMoney(pay.total, tag) })}</SubmitButton>
    </Form>
  );
}
