import type { Metadata } from 'next';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { withQuery } from '#components/ui/query.ts';
import { getSession } from '#lib/auth/get-session.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { requestLocale } from '#lib/i18n/request-locale.ts';
import { currentLegalText } from '#lib/legal/current-text.ts';
import { readInvitation } from '#lib/members/read-invitation.ts';
import { LinkOver } from '../../link-over.tsx';
import { JoinAsNewForm, JoinForm } from './join-forms.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('auth');
  return { title: t('invitationTitle'), referrer: 'same-origin' };
}

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [invitation, session, t, organisation, locale] = await Promise.all([
    readInvitation(token),
    getSession(),
    getTranslator('auth'),
    getTranslator('organisation'),
    requestLocale(),
  ]);
  if (!invitation)
    return (
      <LinkOver
        title={t('linkOverTitle')}
        text={organisation('invitationOver')}
        action={{ href: session ? '/apps' : '/sign-in', label: t('goOn') }}
      />
    );
  const here = `/invitations/${encodeURIComponent(token)}`;
  const facts = {
    inviter: invitation.inviter,
    organisation: invitation.organisation,
    role: organisation(`role.${invitation.role}`),
  };
  return (
    <>
      <PageHeading title={t('joinTitle', facts)} lead={t('joinLead', facts)} />
      <ClientMessages namespaces={['auth']}>{await next()}</ClientMessages>
    </>
  );

  async function next() {
    if (!invitation) return null;
    if (session?.email === invitation.email)
      return <JoinForm token={token} organisation={invitation.organisation} />;
    if (session)
      return (
        <Notice tone="warn" title={t('otherAccount', { email: session.email })}>
          {organisation('invitationForAnother', { email: invitation.email })}
        </Notice>
      );
    if (invitation.hasAccount)
      return (
        <LinkButton look="primary" href={withQuery('/sign-in', { next: here })}>
          {t('signInAs', { email: invitation.email })}
        </LinkButton>
      );
    const terms = await currentLegalText('terms', locale);
    return <JoinAsNewForm token={token} email={invitation.email} locale={locale} termsId={terms.id} />;
  }
}
