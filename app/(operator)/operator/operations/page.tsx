import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, withQuery, type Query } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { Translator } from '#lib/i18n/translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import {
  listOperations,
  listOperationsInput,
  type OperationListRow,
} from '#lib/operations/list-operations.ts';
import { RetryOperationForm } from './retry-operation-form.tsx';

const path = '/operator/operations';
const shows = ['failed', 'open', 'all'] as const;
const tones: Record<OperationListRow['state'], Tone> = {
  queued: 'quiet',
  sent: 'busy',
  accepted: 'busy',
  unknown: 'warn',
  done: 'good',
  rejected: 'bad',
  failed: 'bad',
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('operator');
  return { title: t('operationsTitle') };
}

export default async function OperationsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('job.manage')) return <NoPermission permission="job.manage" back="/operator" />;
  const query = await searchParams;
  const asked = listOperationsInput.safeParse(flatQuery(query)).data ?? listOperationsInput.parse({});
  const [t, page] = await Promise.all([getTranslator('operator'), listOperations(actor, asked)]);
  return (
    <>
      <PageHeading title={t('operationsTitle')} lead={t('operationsLead')} />
      <Tabs
        label={t('show')}
        current={asked.show}
        items={shows.map((show) => ({
          id: show,
          label: t(`operationShow.${show}`),
          href: withQuery(path, {}, { show }),
        }))}
      />
      {page.rows.length === 0 ? (
        <EmptyState title={asked.show === 'failed' ? t('operationsNone') : t('operationsNoneOpen')}>
          {t('operationsNoneText')}
        </EmptyState>
      ) : (
        <ClientMessages namespaces={['operator']}>
          <OperationsTable rows={page.rows} t={t} />
        </ClientMessages>
      )}
      <Pager path={path} query={query} nextCursor={page.nextCursor} />
    </>
  );
}

function OperationsTable({ rows, t }: { rows: OperationListRow[]; t: Translator }) {
  const mayRetry = (row: OperationListRow) => row.state === 'failed' || row.state === 'rejected';
  return (
    <Table
      caption={t('operationsTitle')}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { key: 'operation', head: t('operation'), cell: (row) => t(`operationKinds.${row.kind}`) },
        {
          key: 'state',
          head: t('state'),
          cell: (row) => <Badge tone={tones[row.state]}>{t(`operationStates.${row.state}`)}</Badge>,
        },
        {
          key: 'app',
          head: t('app'),
          cell: (row) => (
            <span>
              {row.appName}
              <span className="block text-13 text-quiet">{row.orgName}</span>
            </span>
          ),
        },
        {
          key: 'node',
          head: t('node'),
          cell: (row) => row.nodeCity[t.locale] ?? row.nodeCity.en ?? row.nodeSlug,
        },
        { key: 'asked', head: t('asked'), cell: (row) => <Time at={row.createdAt} /> },
        { key: 'why', head: t('why'), cell: (row) => <span className="break-words">{whyOf(row, t)}</span> },
        {
          key: 'retry',
          head: <span className="sr-only">{t('whatNow')}</span>,
          right: true,
          cell: (row) => mayRetry(row) && <RetryOperationForm operationId={row.id} requestId={newId()} />,
        },
      ]}
    />
  );
}

/** Operators get the node's own words: they are the ones who speak to its provider. */
function whyOf({ failure, waitingFor }: OperationListRow, t: Translator): string {
  const said = failure
    ? failure.code === 'operation.deadline'
      ? `${t('failureDeadline')}: ${failure.detail}`
      : `${failure.code}: ${failure.detail}`
    : '';
  return said || (waitingFor ? t('waitingFor', { code: waitingFor.code }) : '–');
}
