'use client';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Radio, Select, TextInput } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { saveProfileAction } from './actions.ts';

/** Who buys: asked once, here, when nobody of the organisation has said it before. */
export function BillingForm({
  requestId,
  countries,
  next,
}: {
  requestId: string;
  countries: readonly { value: string; label: string }[];
  next: string;
}) {
  const t = useTranslations('buy');
  const router = useRouter();
  return (
    <Form action={saveProfileAction} requestId={requestId} onDone={() => router.push(next)}>
      <TextInput name="legalName" label={t('billing.legalName')} autoComplete="organization" />
      <Radio
        name="buyerKind"
        label={t('billing.kind')}
        defaultValue="business"
        options={[
          { value: 'business', label: t('billing.business') },
          { value: 'consumer', label: t('billing.consumer') },
        ]}
      />
      <Select
        name="country"
        label={t('billing.country')}
        help={t('billing.countryHelp')}
        options={countries}
        empty={t('billing.chooseCountry')}
        autoComplete="country"
      />
      <TextInput name="taxId" label={t('billing.taxId')} optional autoComplete="off" />
      <TextInput name="street" label={t('billing.street')} autoComplete="address-line1" />
      <TextInput name="city" label={t('billing.city')} autoComplete="address-level2" />
      <TextInput name="postalCode" label={t('billing.postalCode')} optional autoComplete="postal-code" />
      <TextInput name="billingEmail" label={t('billing.email')} type="email" optional autoComplete="email" />
      <SubmitButton>{t('billing.save')}</SubmitButton>
    </Form>
  );
}
