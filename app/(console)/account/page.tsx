import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { PageHeading, Section } from '#components/ui/page-heading.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getSession } from '#lib/auth/get-session.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { isLocale } from '#lib/i18n/locale.ts';
import { requestLocale } from '#lib/i18n/request-locale.ts';
import { newId } from '#lib/ids/new-id.ts';
import { CreateOrganisationForm, PasswordForm, ProfileForm } from './forms.tsx';
import { Organisations } from './organisations.tsx';
import { Sessions } from './sessions.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('account');
  return { title: t('title') };
}

export default async function AccountPage() {
  const [actor, session] = await Promise.all([getActor(), getSession()]);
  if (!actor || !session) redirect('/sign-in?next=/account');
  const [t, locale] = await Promise.all([getTranslator('account'), requestLocale()]);
  return (
    <>
      <PageHeading title={t('title')} lead={session.email} />
      <ClientMessages namespaces={['account', 'organisation']}>
        <Section title={t('profile')}>
          <ProfileForm name={session.name} locale={isLocale(session.locale) ? session.locale : locale} />
        </Section>
        <Section title={t('organisations')} lead={t('organisationsLead')}>
          <Organisations actor={actor} currentId={actor.orgId} />
          <details className="mt-4">
            <summary className="link inline-block">{t('newOrganisation')}</summary>
            <div className="mt-4">
              <CreateOrganisationForm requestId={newId()} />
            </div>
          </details>
        </Section>
        <Section title={t('password')} lead={t('passwordLead')}>
          <PasswordForm email={session.email} />
        </Section>
        <Section title={t('sessions')} lead={t('sessionsLead')}>
          <Sessions actor={actor} currentId={session.id} />
        </Section>
      </ClientMessages>
    </>
  );
}
