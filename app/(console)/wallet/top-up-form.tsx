'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { NumberInput, Radio } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { topUpAction } from './actions.ts';

export function TopUpForm({
  requestId,
  currency,
  methods,
}: {
  requestId: string;
  currency: string;
  methods: readonly ('stripe' | 'simulated' | 'remittance')[];
}) {
  const t = useTranslations('wallet');
  const pay = useTranslations('payments');
  return (
    <Form action={topUpAction} requestId={requestId}>
      <NumberInput name="amount" label={t('amount')} unit={currency} defaultValue="" />
      <Radio
        name="method"
        label={pay('choose')}
        defaultValue={methods[0]}
        options={methods.map((value) => ({ value, label: pay(`method.${value}`) }))}
      />
      <SubmitButton pending={t('starting')}>{t('topUp')}</SubmitButton>
    </Form>
  );
}
