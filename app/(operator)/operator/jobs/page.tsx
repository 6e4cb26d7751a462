import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { listJobs, listJobsInput, type JobRow } from '#lib/jobs/list-jobs.ts';
import { RetryJobForm } from './retry-job-form.tsx';

const path = '/operator/jobs';
const tones: Record<JobRow['state'], Tone> = {
  waiting: 'quiet',
  running: 'busy',
  failing: 'warn',
  givenUp: 'bad',
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('operator');
  return { title: t('jobsTitle') };
}

export default async function JobsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('job.manage')) return <NoPermission permission="job.manage" back="/operator" />;
  const query = await searchParams;
  const asked = listJobsInput.safeParse(flatQuery(query));
  const [t, page] = await Promise.all([
    getTranslator('operator'),
    listJobs(actor, asked.data ?? listJobsInput.parse({})),
  ]);
  const nameOf = (name: string) => (t.has(`jobNames.${name}`) ? t(`jobNames.${name}`) : name);
  return (
    <>
      <PageHeading title={t('jobsTitle')} lead={t('jobsLead')} />
      <Filters
        path={path}
        query={query}
        choices={[
          {
            name: 'show',
            label: t('show'),
            options: (['failing', 'running'] as const).map((value) => ({
              value,
              label: t(`jobShow.${value}`),
            })),
          },
        ]}
      />
      {page.rows.length === 0 ? (
        <EmptyState title={t('jobsNone')}>{t('jobsNoneText')}</EmptyState>
      ) : (
        <ClientMessages namespaces={['operator']}>
          <Table
            caption={t('jobsTitle')}
            rows={page.rows}
            rowKey={(row) => row.id}
            columns={[
              { key: 'job', head: t('job'), cell: (row: JobRow) => nameOf(row.name) },
              {
                key: 'state',
                head: t('state'),
                cell: (row) => <Badge tone={tones[row.state]}>{t(`jobStates.${row.state}`)}</Badge>,
              },
              {
                key: 'attempts',
                head: t('attempts'),
                right: true,
                cell: (row) => t('attemptsOf', { attempts: row.attempts, max: row.maxAttempts }),
              },
              { key: 'runAt', head: t('runAt'), cell: (row) => <Time at={row.runAt} /> },
              {
                key: 'error',
                head: t('lastError'),
                cell: (row) => (
                  <span className="line-clamp-3 text-13 break-words">{row.lastError || '–'}</span>
                ),
              },
              {
                key: 'retry',
                head: <span className="sr-only">{t('whatNow')}</span>,
                right: true,
                cell: (row) => row.state !== 'running' && <RetryJobForm jobId={row.id} />,
              },
            ]}
          />
        </ClientMessages>
      )}
      <Pager path={path} query={query} nextCursor={page.nextCursor} />
    </>
  );
}
