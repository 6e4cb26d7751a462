import type { Metadata } from 'next';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { emailLinkOwner } from '#lib/accounts/email-link-owner.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { LinkOver } from '../link-over.tsx';
import { ConfirmForm } from './confirm-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('auth');
  return { title: t('confirmTitle'), referrer: 'same-origin' };
}

/** Opening the link changes nothing: mail readers open links on their own. The button does. */
export default async function VerifyEmailPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  const secret = typeof token === 'string' ? token : '';
  const [owner, t] = await Promise.all([emailLinkOwner(secret, 'verifyEmail'), getTranslator('auth')]);
  if (!owner)
    return (
      <LinkOver
        title={t('linkOverTitle')}
        text={t('confirmLinkOver')}
        action={{ href: '/sign-in', label: t('signIn') }}
      />
    );
  return (
    <>
      <PageHeading title={t('confirmTitle')} lead={t('confirmLead', { email: owner.email })} />
      <ClientMessages namespaces={['auth']}>
        <ConfirmForm token={secret} email={owner.email} />
      </ClientMessages>
    </>
  );
}
