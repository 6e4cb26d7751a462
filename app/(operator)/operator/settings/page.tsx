import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading, Section } from '#components/ui/page-heading.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { decimalOf } from '#lib/money/format-money.ts';
import { getSetting } from '#lib/settings/get-setting.ts';
import { BankForm, ComparisonForm, NumberSettingForm } from './forms.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('operatorHome');
  return { title: t('settings') };
}

export default async function SettingsPage() {
  const actor = await getActor();
  if (!actor) redirect('/sign-in?next=/operator/settings');
  if (!actor.can.has('brand.manage')) return <NoPermission permission="brand.manage" back="/operator" />;
  const [t, comparison, quoteMinutes, remittanceDays, bank] = await Promise.all([
    getTranslator('operatorHome'),
    getSetting('comparison'),
    getSetting('quoteMinutes'),
    getSetting('remittanceDays'),
    getSetting('bank'),
  ]);
  const lines = comparison.lines.map((line) => ({
    label: line.label,
    yearly: decimalOf({ minor: BigInt(line.yearlyMinor), currency: comparison.currency }),
  }));
  return (
    <ClientMessages namespaces={['operatorHome']}>
      <PageHeading title={t('settings')} lead={t('settingsLead')} />
      <Section title={t('selling')}>
        <div className="grid gap-8">
          <NumberSettingForm requestId={newId()} name="quoteMinutes" value={String(quoteMinutes)} />
          <NumberSettingForm requestId={newId()} name="remittanceDays" value={String(remittanceDays)} />
        </div>
      </Section>
      <Section title={t('bank')} lead={t('bankLead')}>
        <BankForm requestId={newId()} bank={bank} />
      </Section>
      <Section title={t('comparison')} lead={t('comparisonLead')}>
        <ComparisonForm
          requestId={newId()}
          currency={comparison.currency}
          peers={String(comparison.peers)}
          lines={lines}
          source={comparison.source}
        />
      </Section>
    </ClientMessages>
  );
}
