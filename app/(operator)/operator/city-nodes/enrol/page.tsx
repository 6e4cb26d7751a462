import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { QueryProvider } from '#components/shell/query-provider.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { EnrolForm } from './enrol-form.tsx';

const list = '/operator/city-nodes';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('cityNodes');
  return { title: t('enrolTitle') };
}

export default async function EnrolPage({
  searchParams,
}: {
  searchParams: Promise<{ enrolment?: string | string[] }>;
}) {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${list}/enrol`);
  if (!actor.can.has('cityNode.manage')) return <NoPermission permission="cityNode.manage" back={list} />;
  const { enrolment } = await searchParams;
  const t = await getTranslator('cityNodes');
  return (
    <>
      <PageHeading title={t('enrolTitle')} lead={t('enrolLead')} back={{ href: list, label: t('back') }} />
      <p className="mb-6">
        <span className="mr-2 text-quiet">{t('enrolCommand')}</span>
        <Mono whole copy={t('enrolCommand')}>
          npm run city-node:token
        </Mono>
      </p>
      <ClientMessages namespaces={['cityNodes']}>
        <QueryProvider>
          <EnrolForm
            key={String(enrolment ?? '')}
            requestId={newId()}
            enrolmentId={typeof enrolment === 'string' ? enrolment : undefined}
          />
        </QueryProvider>
      </ClientMessages>
    </>
  );
}
