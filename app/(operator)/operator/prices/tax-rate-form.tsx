'use client';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { NumberInput, Select, TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { addTaxRateAction } from './actions.ts';

export function TaxRateForm({ requestId }: { requestId: string }) {
  const t = useTranslations('prices');
  return (
    <Form action={addTaxRateAction} requestId={requestId} done={t('taxAdded')}>
      <TextInput
        name="buyerCountry"
        label={t('buyerCountry')}
        help={t('buyerCountryHelp')}
        maxLength={2}
        optional
      />
      <Select
        name="buyerKind"
        label={t('buyerKind')}
        defaultValue="any"
        options={(['any', 'business', 'consumer'] as const).map((value) => ({
          value,
          label: t(`buyerKinds.${value}`),
        }))}
      />
      <TextInput name="name" label={t('taxName')} help={t('taxNameHelp')} />
      <NumberInput name="percent" label={t('rate')} unit="%" />
      <TextInput
        name="effectiveFrom"
        type="date"
        label={t('effectiveFrom')}
        help={t('effectiveFromHelp')}
        optional
      />
      <SubmitButton>{t('addTaxRate')}</SubmitButton>
    </Form>
  );
}
