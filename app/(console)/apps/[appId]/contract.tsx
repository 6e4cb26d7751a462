import { Badge, type Tone } from '#components/ui/badge.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AppRecord } from '#lib/apps/get-app.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { listDeployments, type ContractRecord, type DeploymentRow } from '#lib/deployments/list-contracts.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { cityName } from '../state-badge.tsx';

const tones: Record<DeploymentRow['state'], Tone> = {
  queued: 'busy',
  deploying: 'busy',
  active: 'good',
  superseded: 'quiet',
  failed: 'bad',
};

type Props = { actor: Actor; app: AppRecord; contracts: ContractRecord[] };

export async function ContractTab({ actor, app, contracts }: Props) {
  const t = await getTranslator('apps');
  const deployments = await listDeployments(actor, app.id);
  const mayDeploy = app.state === 'active' && actor.can.has('app.deploy');
  const deploy = mayDeploy && (
    <LinkButton href={`/apps/${app.id}/deploy`} look={contracts.length === 0 ? 'primary' : 'secondary'}>
      {t('deploy')}
    </LinkButton>
  );
  return (
    <>
      <Section title={t('contract.heading')} lead={t('contract.lead')} actions={deploy}>
        {contracts.length === 0 ? (
          <EmptyState title={t('notices.noContractTitle')}>{t('notices.noContractText')}</EmptyState>
        ) : (
          <div className="grid gap-6">
            {contracts.map((contract) => (
              <Contract key={contract.name} app={app} contract={contract} mayDeploy={mayDeploy} />
            ))}
          </div>
        )}
      </Section>
      {deployments.length > 0 && (
        <Section title={t('contract.history')}>
          <History app={app} deployments={deployments} />
        </Section>
      )}
    </>
  );
}

async function Contract({
  app,
  contract,
  mayDeploy,
}: {
  app: AppRecord;
  contract: ContractRecord;
  mayDeploy: boolean;
}) {
  const [t, formats] = await Promise.all([getTranslator('apps'), getFormats()]);
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
        <h3 className="text-16">
          {contract.name}{' '}
          <span className="font-normal text-quiet">
            {t('contract.version', { version: contract.version })}
          </span>
        </h3>
        {mayDeploy && (
          <LinkButton size="s" href={`/apps/${app.id}/deploy?upgrade=${contract.name}`}>
            {t('contract.upgrade', { name: contract.name })}
          </LinkButton>
        )}
      </div>
      <Facts
        items={app.nodes.flatMap((node) => {
          const address = contract.addresses.find(({ appNodeId }) => appNodeId === node.id)?.address;
          if (!address) return [];
          return [
            {
              label: cityName(node.city, formats.locale),
              value: (
                <Mono whole copy={t('contract.address')}>
                  {address}
                </Mono>
              ),
            },
          ];
        })}
      />
    </div>
  );
}

async function History({ app, deployments }: { app: AppRecord; deployments: DeploymentRow[] }) {
  const [t, formats] = await Promise.all([getTranslator('apps'), getFormats()]);
  return (
    <Table
      caption={t('contract.historyCaption')}
      rows={deployments}
      rowKey={(row) => row.id}
      href={(row) => `/apps/${app.id}/deploy?contract=${row.contractName}&version=${row.version}`}
      columns={[
        {
          key: 'name',
          head: t('contract.name'),
          cell: (row) => `${row.contractName}, ${t('contract.version', { version: row.version })}`,
        },
        {
          key: 'state',
          head: t('contract.stateHead'),
          cell: (row) => <Badge tone={tones[row.state]}>{t(`contract.state.${row.state}`)}</Badge>,
        },
        { key: 'city', head: t('contract.city'), cell: (row) => cityName(row.city, formats.locale) },
        {
          key: 'package',
          head: t('contract.package'),
          wideOnly: true,
          cell: (row) => `${row.packageName} ${row.packageVersion}`,
        },
        {
          key: 'address',
          head: t('contract.address'),
          cell: (row) => (row.address ? <Mono>{row.address}</Mono> : '–'),
        },
        { key: 'time', head: t('contract.time'), right: true, cell: (row) => <Time at={row.createdAt} /> },
      ]}
    />
  );
}
