import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { withQuery } from '#components/ui/query.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { landingOf } from '#lib/auth/landing.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { requestLocale } from '#lib/i18n/request-locale.ts';
import { currentLegalText } from '#lib/legal/current-text.ts';
import { SignUpForm } from './sign-up-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('auth');
  return { title: t('signUpTitle') };
}

export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const actor = await getActor();
  if (actor) redirect(landingOf(actor));
  const [{ next }, t, locale] = await Promise.all([searchParams, getTranslator('auth'), requestLocale()]);
  const terms = await currentLegalText('terms', locale);
  return (
    <>
      <PageHeading title={t('signUpTitle')} lead={t('signUpLead')} />
      <ClientMessages namespaces={['auth']}>
        <SignUpForm locale={locale} termsId={terms.id} />
      </ClientMessages>
      <p className="mt-6">
        {t('haveAccount')}{' '}
        <Link className="link" href={withQuery('/sign-in', { next })}>
          {t('signIn')}
        </Link>
      </p>
    </>
  );
}
