import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { landingOf, safeNext } from '#lib/auth/landing.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { withQuery } from '#components/ui/query.ts';
import { SignInForm } from './sign-in-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('auth');
  return { title: t('signInTitle') };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const asked = (await searchParams).next;
  const next = safeNext(typeof asked === 'string' ? asked : null) ?? '';
  const [actor, t] = await Promise.all([getActor(), getTranslator('auth')]);
  if (actor) redirect(next || landingOf(actor));
  return (
    <>
      <PageHeading title={t('signInTitle')} />
      <ClientMessages namespaces={['ui', 'auth']}>
        <SignInForm next={next} />
      </ClientMessages>
      <p className="mt-6 flex flex-wrap gap-x-6 gap-y-2">
        <Link className="link" href="/forgot-password">
          {t('forgot')}
        </Link>
        <span>
          {t('noAccount')}{' '}
          <Link className="link" href={withQuery('/sign-up', { next })}>
            {t('signUp')}
          </Link>
        </span>
      </p>
    </>
  );
}
