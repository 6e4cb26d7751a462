'use client';
import { useLocale, useTranslations } from 'use-intl';
import { Radio } from '#components/form/inputs.tsx';
import { MoneyText } from '#components/ui/money-text.tsx';
import type { Money } from '#lib/money/money.ts';
import type { PayMethod } from '#lib/payments/providers.ts';

export type PayOptions = {
  methods: readonly PayMethod[];
  /** Null when the reader may not see it. */
  balance: Money | null;
  total: Money;
  remittanceDays: number;
};

/** How to pay, as one choice. The wallet is open only when it holds enough. */
export function PayChoice({ methods, balance, total, remittanceDays }: PayOptions) {
  const t = useTranslations('payments');
  const tag = useLocale();
  const enough = balance !== null && balance.minor >= total.minor;
  const first = methods.find((method) => method !== 'wallet' || enough);
  return (
    <Radio
      name="method"
      cards
      label={t('choose')}
      defaultValue={enough ? 'wallet' : first}
      options={methods.map((method) => ({
        value: method,
        label: t(`method.${method}`),
        help:
          method === 'wallet' ? (
            <>
              {balance && <MoneyText amount={balance} tag={tag} />}{' '}
              {enough ? t('walletEnough') : t('walletShort')}
            </>
          ) : (
            t(`methodHelp.${method}`, { days: remittanceDays })
          ),
        disabled: method === 'wallet' && !enough,
      }))}
    />
  );
}
