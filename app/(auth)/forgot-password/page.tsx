import type { Metadata } from 'next';
import Link from 'next/link';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { ForgotForm } from './forgot-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('auth');
  return { title: t('forgotTitle') };
}

export default async function ForgotPasswordPage() {
  const t = await getTranslator('auth');
  return (
    <>
      <PageHeading title={t('forgotTitle')} lead={t('forgotLead')} />
      <ClientMessages namespaces={['auth']}>
        <ForgotForm />
      </ClientMessages>
      <p className="mt-6">
        <Link className="link" href="/sign-in">
          {t('backToSignIn')}
        </Link>
      </p>
    </>
  );
}
