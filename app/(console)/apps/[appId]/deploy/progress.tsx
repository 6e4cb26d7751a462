'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Form } from '#components/form/form.tsx';
import { SubmitButton } from '#components/form/submit-button.tsx';
import { useFormats } from '#components/i18n/use-formats.ts';
import { LinkButton } from '#components/ui/button.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Steps, type Step } from '#components/ui/steps.tsx';
import { retryDeploymentAction } from '../../actions.ts';
import { liveQuery, type Live } from '../live-queries.ts';

type Deployment = Live['deployments'][number];
type Props = {
  appId: string;
  contract: string;
  version: number;
  mayRetry: boolean;
  /** Request id of a retry, by deployment. */
  requestIds: Record<string, string>;
  first: Deployment[];
};

/** What each city node is doing, step by step, as it happens. */
export function DeploymentProgress({ appId, contract, version, mayRetry, requestIds, first }: Props) {
  const t = useTranslations('appsLive');
  const { data } = useQuery(liveQuery(appId));
  const found = data?.deployments.filter((row) => row.contractName === contract && row.version === version);
  const deployments = found && found.length > 0 ? found : first;
  const done = deployments.every(({ state }) => state === 'active' || state === 'superseded');
  return (
    <>
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
        {deployments.map((deployment) => (
          <OneNode
            key={deployment.id}
            deployment={deployment}
            mayRetry={mayRetry}
            requestId={requestIds[deployment.id]}
          />
        ))}
      </div>
      {done && (
        <div className="mt-8">
          <Notice
            tone="good"
            live
            title={t('deployment.done')}
            action={
              <>
                <LinkButton href={`/apps/${appId}?tab=calls`} look="primary">
                  {t('deployment.toApp')}
                </LinkButton>
                <LinkButton href={`/apps/${appId}?tab=keys`}>{t('deployment.toKeys')}</LinkButton>
              </>
            }
          >
            {t('deployment.doneText', { name: contract, version })}
          </Notice>
        </div>
      )}
    </>
  );
}

function OneNode({
  deployment,
  mayRetry,
  requestId,
}: {
  deployment: Deployment;
  mayRetry: boolean;
  requestId: string | undefined;
}) {
  const t = useTranslations('appsLive');
  const apps = useTranslations('apps');
  const formats = useFormats();
  const city = deployment.city[formats.locale] ?? deployment.city.en ?? '';
  return (
    <section className="min-w-0">
      <h3 className="mb-4 text-16">{city}</h3>
      <Steps items={stepsOf(deployment, t, formats.duration)} />
      {deployment.waitingFor && (
        <p className="mt-3 text-13 text-quiet">{t('deployment.waiting', { code: deployment.waitingFor })}</p>
      )}
      {deployment.address && (
        <dl className="mt-4 grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1">
          <dt className="text-quiet">{t('deployment.address')}</dt>
          <dd>
            <Mono copy={t('deployment.address')}>{deployment.address}</Mono>
          </dd>
          {deployment.transactionId && (
            <>
              <dt className="text-quiet">{t('deployment.transaction')}</dt>
              <dd>
                <Mono copy={t('deployment.transaction')}>{deployment.transactionId}</Mono>
              </dd>
            </>
          )}
        </dl>
      )}
      {deployment.state === 'failed' && (
        <div className="mt-4">
          <Notice tone="bad" live title={t('deployment.failed')}>
            {deployment.failure &&
              apps(deployment.failure.messageId.replace(/^apps\./, ''), deployment.failure.params)}
          </Notice>
          {mayRetry && requestId && (
            <div className="mt-3">
              <Form
                action={retryDeploymentAction}
                requestId={requestId}
                hidden={{ deploymentId: deployment.id }}
              >
                <p className="text-quiet">{t('deployment.retryText')}</p>
                <SubmitButton look="secondary">{t('deployment.retry', { city })}</SubmitButton>
              </Form>
            </div>
          )}
        </div>
      )}
    </section>
  );
}

function stepsOf(
  deployment: Deployment,
  t: ReturnType<typeof useTranslations>,
  duration: (ms: number) => string,
): Step[] {
  const over = deployment.state === 'active' || deployment.state === 'superseded';
  const failed = deployment.state === 'failed';
  const hand: Step = {
    id: 'hand',
    label: t('steps.hand'),
    state: deployment.steps.length > 0 || over ? 'done' : failed ? 'failed' : 'current',
  };
  const rest = deployment.steps.map((step): Step => {
    const took =
      step.startedAt && step.finishedAt ? Date.parse(step.finishedAt) - Date.parse(step.startedAt) : null;
    return {
      id: step.name,
      label: t(`steps.${step.name}`),
      state:
        step.state === 'done' || over
          ? 'done'
          : step.state === 'running'
            ? 'current'
            : step.state === 'failed'
              ? 'failed'
              : 'later',
      aside: took === null ? undefined : duration(took),
    };
  });
  return [hand, ...rest];
}
