import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Members } from '#app/(console)/organisation/members.tsx';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { landingOf } from '#lib/auth/landing.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('operatorHome');
  return { title: t('staff') };
}

/** Who works for the portal: seen by all of them, changed by administrators. */
export default async function StaffPage() {
  const actor = await getActor();
  if (!actor) redirect('/sign-in?next=/operator/staff');
  if (!actor.can.has('portal.read')) return <NoPermission permission="portal.read" back={landingOf(actor)} />;
  const t = await getTranslator('operatorHome');
  return (
    <>
      <PageHeading title={t('staff')} lead={t('staffLead')} />
      <ClientMessages namespaces={['organisation']}>
        <Members
          actor={actor}
          words={{
            caption: t('staff'),
            since: t('staffSince'),
            inviteTitle: t('inviteStaff'),
            inviteLead: t('inviteStaffLead'),
            removeText: (name) => t('removeStaffText', { name }),
            leaveText: t('leaveStaffText'),
          }}
        />
      </ClientMessages>
    </>
  );
}
