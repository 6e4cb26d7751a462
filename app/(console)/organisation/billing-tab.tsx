import { EmptyState } from '#components/ui/empty-state.tsx';
import { Facts } from '#components/ui/facts.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { getBillingProfile } from '#lib/organisations/get-billing-profile.ts';
import { countryCodes } from '#lib/organisations/countries.ts';
import { BillingProfileForm } from './billing-profile-form.tsx';

/** Who the organisation is on quotes and invoices: a form for those who may say so, facts for the others. */
export async function BillingTab({ actor }: { actor: Actor }) {
  const [profile, t, formats] = await Promise.all([
    getBillingProfile(actor),
    getTranslator('organisation'),
    getFormats(),
  ]);
  if (actor.can.has('billingProfile.manage')) {
    const countries = countryCodes
      .map((code) => ({ value: code, label: formats.country(code) }))
      .sort((a, b) => a.label.localeCompare(b.label, formats.locale));
    return <BillingProfileForm requestId={newId()} profile={profile} countries={countries} />;
  }
  if (!profile) return <EmptyState title={t('noProfile')}>{t('noProfileText')}</EmptyState>;
  const { address } = profile;
  return (
    <Facts
      items={[
        { label: t('legalName'), value: profile.legalName },
        { label: t('country'), value: formats.country(profile.country) },
        { label: t('buyerKind'), value: t(`buyer.${profile.buyerKind}`) },
        { label: t('taxId'), value: profile.taxId || '–' },
        {
          label: t('addressLabel'),
          value: [...address.lines, address.postalCode, address.city, address.region]
            .filter(Boolean)
            .join(', '),
        },
        { label: t('billingEmail'), value: profile.billingEmail || '–' },
      ]}
    />
  );
}
