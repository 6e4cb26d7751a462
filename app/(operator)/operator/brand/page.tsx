import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading, Section } from '#components/ui/page-heading.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { brandForEditing } from '#lib/brand/brand-for-editing.ts';
import { anyHost } from '#lib/brand/brand-of.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { BrandEditor } from './brand-editor.tsx';
import { BrandHosts } from './brand-hosts.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('brand');
  return { title: t('title') };
}

export default async function BrandPage({ searchParams }: { searchParams: Promise<Query> }) {
  const [actor, query] = await Promise.all([getActor(), searchParams]);
  if (!actor) redirect('/sign-in?next=/operator/brand');
  if (!actor.can.has('brand.manage')) return <NoPermission permission="brand.manage" back="/operator" />;
  const [{ host, version, payload }, t] = await Promise.all([
    brandForEditing(actor, flatQuery(query).host ?? anyHost),
    getTranslator('brand'),
  ]);
  return (
    <ClientMessages namespaces={['brand']}>
      <PageHeading title={host === anyHost ? t('title') : t('titleOf', { host })} lead={t('lead')} />
      <BrandEditor
        key={host}
        requestId={newId()}
        resetRequestId={newId()}
        host={host}
        version={version}
        brand={payload}
      />
      <Section title={t('hosts')} lead={t('hostsLead')}>
        <BrandHosts actor={actor} />
      </Section>
    </ClientMessages>
  );
}
