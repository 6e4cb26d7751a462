import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { QueryProvider } from '#components/shell/query-provider.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { RecordHeader } from '#components/ui/page-heading.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import type { AppRecord } from '#lib/apps/get-app.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { listContracts, type ContractRecord } from '#lib/deployments/list-contracts.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { AppStateBadge, cityName } from '../state-badge.tsx';
import { CallsTab } from './calls.tsx';
import { ContractTab } from './contract.tsx';
import { KeysTab } from './keys.tsx';
import { LiveWatch } from './live-watch.tsx';
import { loadApp } from './load-app.ts';
import { AppNotices } from './notices.tsx';
import { OverviewTab } from './overview.tsx';
import { SettingsTab } from './settings.tsx';
import { UsageTab } from './usage.tsx';

type Props = PageProps<'/apps/[appId]'>;

export async function generateMetadata({ params }: Props) {
  const { appId } = await params;
  const { app } = await loadApp(appId, `/apps/${appId}`);
  return { title: app?.name };
}

const tabsOf = (app: AppRecord) =>
  app.access === 'endpoint'
    ? (['overview', 'usage', 'keys', 'settings'] as const)
    : (['overview', 'contract', 'calls', 'usage', 'keys', 'settings'] as const);

export default async function AppPage({ params, searchParams }: Props) {
  const { appId } = await params;
  const query = await searchParams;
  const { actor, app } = await loadApp(appId, `/apps/${appId}`);
  if (!app) return <NoPermission permission="app.read" />;
  const t = await getTranslator('apps');
  const tabs = tabsOf(app);
  const tab = tabs.find((name) => name === query.tab) ?? 'overview';
  const contracts = app.access === 'deploy' ? await listContracts(actor, app.id) : [];
  return (
    <ClientMessages namespaces={['appsLive']}>
      <QueryProvider>
        <RecordHeader
          title={app.name}
          state={<AppStateBadge state={app.state} />}
          sub={<Subtitle app={app} />}
          back={{ href: '/apps', label: t('back') }}
          actions={<Actions actor={actor} app={app} contracts={contracts} tab={tab} />}
        />
        <AppNotices app={app} />
        <Tabs
          label={t('tabs')}
          current={tab}
          items={tabs.map((id) => ({
            id,
            label: t(`tab.${id}`),
            href: id === 'overview' ? `/apps/${app.id}` : `/apps/${app.id}?tab=${id}`,
          }))}
        />
        <LiveWatch appId={app.id} seen={seenOf(app, contracts)} />
        {tab === 'overview' && <OverviewTab actor={actor} app={app} contracts={contracts} query={query} />}
        {tab === 'contract' && <ContractTab actor={actor} app={app} contracts={contracts} />}
        {tab === 'calls' && <CallsTab actor={actor} app={app} contracts={contracts} />}
        {tab === 'usage' && <UsageTab actor={actor} app={app} />}
        {tab === 'keys' && <KeysTab actor={actor} app={app} contracts={contracts} />}
        {tab === 'settings' && <SettingsTab actor={actor} app={app} />}
      </QueryProvider>
    </ClientMessages>
  );
}

/** What the page was drawn from; when it changes underneath, the page is drawn again. */
const seenOf = (app: AppRecord, contracts: ContractRecord[]): string =>
  [
    app.state,
    app.order?.state,
    ...app.nodes.map((node) => node.state),
    // In the order in which live-queries.ts writes them.
    ...contracts.map(({ name, version }) => `${name} ${version}`).sort((a, b) => (a < b ? -1 : 1)),
  ].join(' | ');

async function Subtitle({ app }: { app: AppRecord }) {
  const [t, formats] = await Promise.all([getTranslator('apps'), getFormats()]);
  const cities = formats.list(app.nodes.map((node) => cityName(node.city, formats.locale)));
  const placements = [...new Set(app.nodes.map((node) => t(`placement.${node.placement ?? 'none'}`)))];
  return (
    <>
      <span>{app.framework}</span>
      <span>{cities}</span>
      <span>{placements.join(', ')}</span>
    </>
  );
}

async function Actions({
  actor,
  app,
  contracts,
  tab,
}: {
  actor: Actor;
  app: AppRecord;
  contracts: ContractRecord[];
  tab: string;
}) {
  const t = await getTranslator('apps');
  if (app.access === 'endpoint' || app.state !== 'active') return null;
  const mayDeploy = actor.can.has('app.deploy');
  const [contract] = contracts;
  if (!contract) {
    // The other tabs have this button in the place of what is not there yet.
    return mayDeploy && ['usage', 'keys', 'settings'].includes(tab) ? (
      <LinkButton href={`/apps/${app.id}/deploy`} look="primary">
        {t('deploy')}
      </LinkButton>
    ) : null;
  }
  return (
    <>
      {mayDeploy && (
        <LinkButton
          href={
            contracts.length === 1
              ? `/apps/${app.id}/deploy?upgrade=${contract.name}`
              : `/apps/${app.id}?tab=contract`
          }
        >
          {t('upgrade')}
        </LinkButton>
      )}
      <LinkButton href={`/apps/${app.id}?tab=calls`} look="primary">
        {t('call')}
      </LinkButton>
    </>
  );
}
