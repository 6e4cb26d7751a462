import Link from 'next/link';
import { redirect } from 'next/navigation';
import { TextInput } from '#components/form/inputs.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { appStates, type AppState } from '#lib/apps/app-words.ts';
import { searchApps, searchAppsInput, type PortalAppRow } from '#lib/apps/search-apps.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { resumeAnyAction, suspendAnyAction } from './actions.ts';

const tones: Record<AppState, Tone> = {
  pending: 'quiet',
  creating: 'busy',
  active: 'good',
  suspended: 'warn',
  retired: 'quiet',
  failed: 'bad',
};

export async function generateMetadata() {
  const t = await getTranslator('apps');
  return { title: t('operator.title') };
}

export default async function OperatorAppsPage({ searchParams }: PageProps<'/operator/apps'>) {
  const actor = await getActor();
  if (!actor) redirect('/sign-in?next=/operator/apps');
  if (!actor.can.has('customer.read')) return <NoPermission permission="customer.read" />;
  const query = await searchParams;
  const t = await getTranslator('apps');
  const input = searchAppsInput.safeParse(flatQuery(query));
  const { rows, nextCursor } = await searchApps(
    actor,
    input.success ? input.data : searchAppsInput.parse({}),
  );
  return (
    <>
      <PageHeading title={t('operator.title')} lead={t('operator.lead')} />
      <Filters
        path="/operator/apps"
        query={query}
        search={{ label: t('operator.searchLabel') }}
        choices={[
          {
            name: 'state',
            label: t('column.state'),
            options: appStates.map((state) => ({ value: state, label: t(`state.${state}`) })),
          },
        ]}
      />
      {rows.length === 0 ? (
        <EmptyState title={t('operator.none')} />
      ) : (
        <AppTable rows={rows} maySuspend={actor.can.has('app.suspend')} />
      )}
      <Pager path="/operator/apps" query={query} nextCursor={nextCursor} />
    </>
  );
}

async function AppTable({ rows, maySuspend }: { rows: PortalAppRow[]; maySuspend: boolean }) {
  const t = await getTranslator('apps');
  return (
    <Table
      caption={t('operator.caption')}
      rows={rows}
      rowKey={(app) => app.id}
      columns={[
        {
          key: 'name',
          head: t('column.name'),
          cell: (app) => (
            <>
              <span className="font-medium">{app.name}</span>
              <div>
                <Mono copy={t('column.code')}>{app.appCode}</Mono>
              </div>
            </>
          ),
        },
        {
          key: 'customer',
          head: t('operator.customer'),
          cell: (app) => (
            <Link className="link" href={`/operator/customers/${app.orgId}`}>
              {app.orgName}
            </Link>
          ),
        },
        {
          key: 'state',
          head: t('column.state'),
          cell: (app) => <StateCell app={app} />,
        },
        {
          key: 'created',
          head: t('column.created'),
          wideOnly: true,
          cell: (app) => <Time at={app.createdAt} />,
        },
        {
          key: 'actions',
          head: <span className="sr-only">{t('keys.actions')}</span>,
          right: true,
          cell: (app) => maySuspend && <AppAction app={app} />,
        },
      ]}
    />
  );
}

async function StateCell({ app }: { app: PortalAppRow }) {
  const t = await getTranslator('apps');
  return (
    <>
      <Badge tone={tones[app.state]}>{t(`state.${app.state}`)}</Badge>
      {app.state === 'suspended' && (
        <div className="text-13 text-quiet [overflow-wrap:anywhere]">
          {t(app.suspendedBy === 'operator' ? 'operator.byOperator' : 'operator.byOwner')}
          {app.suspensionReason && `: ${app.suspensionReason}`}
        </div>
      )}
      {app.customerSuspended && <div className="text-13 text-quiet">{t('operator.withCustomer')}</div>}
    </>
  );
}

async function AppAction({ app }: { app: PortalAppRow }) {
  const t = await getTranslator('apps');
  const common = { requestId: newId(), hidden: { appId: app.id }, size: 's' as const };
  const { name } = app;
  if (app.state === 'active' || (app.state === 'suspended' && app.suspendedBy === 'owner')) {
    return (
      <ConfirmDialog
        {...common}
        trigger={t('operator.suspend')}
        title={t('operator.suspendTitle', { name })}
        text={t('operator.suspendText', { customer: app.orgName })}
        confirm={t('operator.suspend')}
        action={suspendAnyAction}
      >
        <TextInput name="reason" label={t('operator.reason')} maxLength={300} autoComplete="off" />
      </ConfirmDialog>
    );
  }
  if (app.state !== 'suspended') return null;
  return (
    <ConfirmDialog
      {...common}
      look="secondary"
      trigger={t('operator.resume')}
      title={t('operator.resumeTitle', { name })}
      text={t('operator.resumeText')}
      confirm={t('operator.resume')}
      action={resumeAnyAction}
    />
  );
}
