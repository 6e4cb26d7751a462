import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading, Section } from '#components/ui/page-heading.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { currentLegalText } from '#lib/legal/current-text.ts';
import { isLegalKind, legalKinds } from '#lib/legal/kinds.ts';
import { listLegalVersions } from '#lib/legal/list-versions.ts';
import { LegalForm } from './legal-form.tsx';

const path = '/operator/legal';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('legal');
  return { title: t('title') };
}

export default async function LegalTextsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const [actor, query] = await Promise.all([getActor(), searchParams]);
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('legal.manage')) return <NoPermission permission="legal.manage" back="/operator" />;
  const asked = flatQuery(query).kind ?? '';
  const kind = isLegalKind(asked) ? asked : 'terms';
  const [en, zh, t] = await Promise.all([
    currentLegalText(kind, 'en'),
    currentLegalText(kind, 'zh'),
    getTranslator('legal'),
  ]);
  const versions = await listLegalVersions(actor, kind, 'en');
  return (
    <>
      <PageHeading
        title={t('title')}
        lead={t('lead')}
        actions={<LinkButton href={`/legal/${kind}`}>{t('seePage')}</LinkButton>}
      />
      <Tabs
        label={t('kinds')}
        current={kind}
        items={legalKinds.map((id) => ({ id, label: t(`kind.${id}`), href: `${path}?kind=${id}` }))}
      />
      <ClientMessages namespaces={['legal']}>
        <LegalForm key={kind} requestId={newId()} kind={kind} version={en.version} en={en} zh={zh} />
      </ClientMessages>
      <Section title={t('versions')} lead={t('versionsLead')}>
        <Table
          caption={t('versions')}
          rows={versions}
          rowKey={(row) => String(row.version)}
          columns={[
            { key: 'version', head: t('versionHead'), cell: (row) => row.version },
            { key: 'at', head: t('publishedAt'), cell: (row) => <Time at={row.publishedAt} /> },
            { key: 'accepted', head: t('accepted'), right: true, cell: (row) => row.accepted },
          ]}
        />
      </Section>
    </>
  );
}
