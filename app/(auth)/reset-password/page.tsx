import type { Metadata } from 'next';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { emailLinkOwner } from '#lib/accounts/email-link-owner.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { LinkOver } from '../link-over.tsx';
import { ResetForm } from './reset-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('auth');
  return { title: t('resetTitle'), referrer: 'same-origin' };
}

export default async function ResetPasswordPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  const secret = typeof token === 'string' ? token : '';
  const [owner, t] = await Promise.all([emailLinkOwner(secret, 'resetPassword'), getTranslator('auth')]);
  if (!owner)
    return (
      <LinkOver
        title={t('linkOverTitle')}
        text={t('resetLinkOver')}
        action={{ href: '/forgot-password', label: t('askAgain') }}
      />
    );
  return (
    <>
      <PageHeading title={t('resetTitle')} lead={t('resetLead', { email: owner.email })} />
      <ClientMessages namespaces={['auth']}>
        <ResetForm token={secret} email={owner.email} />
      </ClientMessages>
    </>
  );
}
