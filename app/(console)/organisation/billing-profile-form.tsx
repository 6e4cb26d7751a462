'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { Radio, Select, TextInput, type Option } from '#components/form/inputs.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import type { BillingProfile } from '#lib/organisations/get-billing-profile.ts';
import { saveBillingProfileAction } from './actions.ts';

export function BillingProfileForm({
  requestId,
  profile,
  countries,
}: {
  requestId: string;
  profile: BillingProfile | null;
  countries: readonly Option[];
}) {
  const t = useTranslations('organisation');
  const [kind, setKind] = useState(profile?.buyerKind ?? 'business');
  const address = profile?.address;
  return (
    <Form action={saveBillingProfileAction} requestId={requestId} done={t('profileSaved')}>
      <p className="text-quiet">{t('profileLead')}</p>
      <Radio
        name="buyerKind"
        label={t('buyerKind')}
        defaultValue={kind}
        onChange={(value) => setKind(value === 'consumer' ? 'consumer' : 'business')}
        options={[
          { value: 'business', label: t('buyer.business') },
          { value: 'consumer', label: t('buyer.consumer') },
        ]}
      />
      <TextInput
        name="legalName"
        label={t('legalName')}
        defaultValue={profile?.legalName}
        autoComplete="organization"
      />
      <Select
        name="country"
        label={t('country')}
        help={t('countryHelp')}
        options={countries}
        empty={t('choose')}
        defaultValue={profile?.country ?? ''}
        autoComplete="country"
      />
      {kind === 'business' && (
        <TextInput
          name="taxId"
          label={t('taxId')}
          help={t('taxIdHelp')}
          optional
          defaultValue={profile?.taxId}
          autoComplete="off"
        />
      )}
      <TextInput
        name="street"
        label={t('street')}
        defaultValue={address?.lines[0]}
        autoComplete="address-line1"
      />
      <TextInput
        name="street2"
        label={t('street2')}
        optional
        defaultValue={address?.lines[1]}
        autoComplete="address-line2"
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextInput
          name="postalCode"
          label={t('postalCode')}
          optional
          defaultValue={address?.postalCode}
          autoComplete="postal-code"
        />
        <TextInput name="city" label={t('city')} defaultValue={address?.city} autoComplete="address-level2" />
      </div>
      <TextInput
        name="region"
        label={t('region')}
        optional
        defaultValue={address?.region}
        autoComplete="address-level1"
      />
      <TextInput
        name="billingEmail"
        type="email"
        label={t('billingEmail')}
        help={t('billingEmailHelp')}
        optional
        defaultValue={profile?.billingEmail}
        autoComplete="email"
      />
      <SubmitButton>{t('saveProfile')}</SubmitButton>
    </Form>
  );
}
