import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { Tabs } from '#components/ui/tabs.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getSession } from '#lib/auth/get-session.ts';
import { landingOf } from '#lib/auth/landing.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { ApiTokens } from './api-tokens.tsx';
import { BillingTab } from './billing-tab.tsx';
import { RenameForm } from './forms.tsx';
import { Members } from './members.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('organisation');
  return { title: t('title') };
}

export default async function OrganisationPage({ searchParams }: { searchParams: Promise<Query> }) {
  const [actor, session, query] = await Promise.all([getActor(), getSession(), searchParams]);
  if (!actor || !session) redirect('/sign-in?next=/organisation');
  if (!actor.can.has('organisation.read') || !session.org)
    return <NoPermission permission="organisation.read" back={landingOf(actor)} />;
  const t = await getTranslator('organisation');
  const tabs = [
    { id: 'members', shown: true },
    { id: 'billing', shown: actor.can.has('billingProfile.read') },
    { id: 'tokens', shown: actor.can.has('apiToken.manage') },
    { id: 'name', shown: actor.can.has('organisation.manage') },
  ].filter((tab) => tab.shown);
  const asked = flatQuery(query).tab;
  const tab = tabs.find((one) => one.id === asked)?.id ?? 'members';
  return (
    <>
      <PageHeading title={session.org.name} lead={t('lead', { role: t(`role.${session.org.role}`) })} />
      <Tabs
        label={t('parts')}
        current={tab}
        items={tabs.map(({ id }) => ({ id, label: t(`tab.${id}`), href: `/organisation?tab=${id}` }))}
      />
      <ClientMessages namespaces={['organisation']}>
        {tab === 'members' && (
          <Members
            actor={actor}
            words={{
              caption: t('tab.members'),
              since: t('since'),
              inviteTitle: t('inviteTitle'),
              inviteLead: t('inviteLead'),
              removeText: (name) => t('removeText', { name }),
              leaveText: t('leaveText'),
            }}
          />
        )}
        {tab === 'billing' && <BillingTab actor={actor} />}
        {tab === 'tokens' && <ApiTokens actor={actor} />}
        {tab === 'name' && <RenameForm requestId={newId()} name={session.org.name} />}
      </ClientMessages>
    </>
  );
}
