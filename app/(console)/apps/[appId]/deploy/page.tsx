import { notFound } from 'next/navigation';
import { z } from 'zod';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { QueryProvider } from '#components/shell/query-provider.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { flatQuery } from '#components/ui/query.ts';
import { Stepper } from '#components/ui/stepper.tsx';
import type { AppRecord } from '#lib/apps/get-app.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { listContracts, listDeployments } from '#lib/deployments/list-contracts.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { getPackage } from '#lib/packages/list-packages.ts';
import { loadApp } from '../load-app.ts';
import { ArgumentsStep } from './arguments-step.tsx';
import { ChooseStep } from './choose-step.tsx';
import { DeploymentProgress } from './progress.tsx';

type Props = PageProps<'/apps/[appId]/deploy'>;

export async function generateMetadata({ params }: Props) {
  const { appId } = await params;
  const { app } = await loadApp(appId, `/apps/${appId}/deploy`);
  const t = await getTranslator('apps');
  return { title: app ? `${t('deployFlow.title')}, ${app.name}` : t('deployFlow.title') };
}

/** Choose, fill in, follow: each step is an address of its own. `upgrade` names the contract that gets a new version. */
export default async function DeployPage({ params, searchParams }: Props) {
  const { appId } = await params;
  const query = flatQuery(await searchParams);
  const { actor, app } = await loadApp(appId, `/apps/${appId}/deploy`);
  if (!app) return <NoPermission permission="app.read" />;
  const t = await getTranslator('apps');
  const step = query.contract ? 'progress' : query.package ? 'arguments' : 'choose';
  if (step !== 'progress' && !actor.can.has('app.deploy'))
    return <NoPermission permission="app.deploy" back={`/apps/${app.id}`} actor={actor} />;
  const upgrade = query.upgrade;
  const chooseHref = `/apps/${app.id}/deploy${upgrade ? `?upgrade=${encodeURIComponent(upgrade)}` : ''}`;
  return (
    <>
      <PageHeading
        title={upgrade ? t('deployFlow.upgradeTitle', { name: upgrade }) : t('deployFlow.title')}
        lead={upgrade ? t('deployFlow.upgradeLead') : t('deployFlow.lead', { app: app.name })}
        back={{ href: `/apps/${app.id}`, label: app.name }}
      />
      <Stepper
        current={step}
        items={[
          {
            id: 'choose',
            label: t('deployFlow.step.choose'),
            ...(step === 'arguments' ? { href: chooseHref } : {}),
          },
          { id: 'arguments', label: t('deployFlow.step.arguments') },
          { id: 'progress', label: t('deployFlow.step.progress') },
        ]}
      />
      {step === 'progress' ? (
        <Progress actor={actor} app={app} contract={query.contract ?? ''} version={Number(query.version)} />
      ) : app.access === 'endpoint' ? (
        <Notice tone="quiet" title={t('notices.endpointTitle')}>
          {t('notices.endpointText')}
        </Notice>
      ) : app.state !== 'active' ? (
        <Notice tone="warn">{t('notActive', { name: app.name })}</Notice>
      ) : query.package ? (
        <ArgumentsStep
          app={app}
          contract={await packageOr404(actor, query.package)}
          upgrade={upgrade}
          taken={(await listContracts(actor, app.id)).map(({ name }) => name)}
        />
      ) : (
        <ChooseStep actor={actor} app={app} upgrade={upgrade} />
      )}
    </>
  );
}

async function packageOr404(actor: Actor, packageId: string) {
  if (!z.uuid().safeParse(packageId).success) notFound();
  try {
    return await getPackage(actor, packageId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'notFound') notFound();
    throw error;
  }
}

async function Progress({
  actor,
  app,
  contract,
  version,
}: {
  actor: Actor;
  app: AppRecord;
  contract: string;
  version: number;
}) {
  const t = await getTranslator('apps');
  const deployments = (await listDeployments(actor, app.id)).filter(
    (row) => row.contractName === contract && row.version === version,
  );
  if (deployments.length === 0) return <Notice tone="warn">{t('deployFlow.notFound')}</Notice>;
  return (
    <ClientMessages namespaces={['appsLive', 'apps']}>
      <QueryProvider>
        <h2 className="mb-4 text-20">{t('deployFlow.progressTitle', { name: contract, version })}</h2>
        <DeploymentProgress
          appId={app.id}
          contract={contract}
          version={version}
          mayRetry={actor.can.has('app.deploy') && app.state === 'active'}
          requestIds={Object.fromEntries(deployments.map(({ id }) => [id, newId()]))}
          first={JSON.parse(JSON.stringify(deployments))}
        />
      </QueryProvider>
    </ClientMessages>
  );
}
