'use client';
import { useLocale, useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Checkbox } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { formatMoney } from '#lib/money/format-money.ts';
import type { Money } from '#lib/money/money.ts';
import { orderAndPayAction } from '../../orders/actions.ts';
import { PayChoice, type PayOptions } from '../../orders/pay-choice.tsx';

/** Terms, how to pay, and the one button. Who may not pay only orders. */
export function OrderForm({
  quoteId,
  requestId,
  payRequestId,
  terms,
  total,
  pay,
}: {
  quoteId: string;
  requestId: string;
  payRequestId: string;
  terms: { id: string; version: number };
  total: Money;
  pay: PayOptions | null;
}) {
  const t = useTranslations('orders');
  const tag = useLocale();
  return (
    <Form action={orderAndPayAction} requestId={requestId} hidden={{ quoteId, payRequestId }}>
      {pay && <PayChoice {...pay} />}
      <Checkbox
        name="legalTextId"
        value={terms.id}
        label={t.rich('acceptTerms', {
          version: terms.version,
          terms: (chunks) => (
            <a className="link" href="/legal/terms" target="_blank">
              {chunks}
            </a>
          ),
        })}
      />
      {pay ? (
        <SubmitButton pending={t('ordering')}>{t('pay', { amount: formatMoney(total, tag) })}</SubmitButton>
      ) : (
        <SubmitButton pending={t('ordering')}>{t('placeOnly')}</SubmitButton>
      )}
      {!pay && <p className="text-13 text-quiet">{t('placeOnlyHelp')}</p>}
    </Form>
  );
}
