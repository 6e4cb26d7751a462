import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { searchAudit, searchAuditInput } from '#lib/audit/search-audit.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { Change } from './change.tsx';

const path = '/operator/audit';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('operatorHome');
  return { title: t('audit') };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('audit.read')) return <NoPermission permission="audit.read" />;
  const query = await searchParams;
  const flat = flatQuery(query);
  const asked = searchAuditInput.safeParse(flat);
  const [{ rows, nextCursor }, t] = await Promise.all([
    searchAudit(actor, asked.data ?? searchAuditInput.parse({})),
    getTranslator('operatorHome'),
  ]);
  const field = (name: 'action' | 'from' | 'to', type: string, list?: string) => (
    <label className="min-w-0 basis-36 max-sm:flex-1">
      <span className="mb-1 block text-13 text-quiet">{t(`auditField.${name}`)}</span>
      <input
        key={flat[name]}
        type={type}
        name={name}
        defaultValue={flat[name]}
        placeholder={list}
        className="control"
      />
    </label>
  );
  return (
    <>
      <PageHeading title={t('audit')} lead={t('auditLead')} />
      <Filters path={path} query={query} search={{ label: t('searchAudit') }}>
        {flat.orgId && <input type="hidden" name="orgId" value={flat.orgId} />}
        {field('action', 'text', 'suspend')}
        {field('from', 'date')}
        {field('to', 'date')}
      </Filters>
      {rows.length === 0 ? (
        <EmptyState title={t('noAudit')}>{t('noAuditText')}</EmptyState>
      ) : (
        <Table
          caption={t('audit')}
          dense
          rows={rows}
          rowKey={(row) => row.id}
          columns={[
            { key: 'at', head: t('auditAt'), cell: (row) => <Time at={row.at} precision="second" /> },
            {
              key: 'who',
              head: t('who'),
              cell: (row) => (
                <>
                  {row.actorName}
                  <span className="block text-13 text-quiet">{t(`actorKind.${row.actorKind}`)}</span>
                </>
              ),
            },
            {
              key: 'action',
              head: t('auditField.action'),
              cell: (row) => <code className="text-13">{row.action}</code>,
            },
            {
              key: 'subject',
              head: t('what'),
              cell: (row) => (
                <>
                  {row.subjectKind} <Mono keep={8}>{row.subjectId}</Mono>
                  {row.orgName && <span className="block text-13 text-quiet">{row.orgName}</span>}
                </>
              ),
            },
            {
              key: 'change',
              head: t('change'),
              cell: (row) => <Change before={row.before} after={row.after} />,
            },
          ]}
        />
      )}
      <Pager path={path} query={query} nextCursor={nextCursor} />
    </>
  );
}
