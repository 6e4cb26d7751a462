import { Badge, type Tone } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { listKeys, type KeyRow } from '#lib/api-keys/list-keys.ts';
import type { AppRecord } from '#lib/apps/get-app.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { ContractRecord } from '#lib/deployments/list-contracts.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { functionsOf } from '#lib/packages/abi.ts';
import { CreateKey, KeySecrets, RevokeKey, RotateKey, type KeyPlace } from './key-dialogs.tsx';

const tones: Record<KeyRow['state'], Tone> = {
  working: 'good',
  ending: 'warn',
  expired: 'quiet',
  revoked: 'quiet',
};

type Props = { actor: Actor; app: AppRecord; contracts: ContractRecord[] };

export async function KeysTab({ actor, app, contracts }: Props) {
  const t = await getTranslator('apps');
  const keys = await listKeys(actor, app.id);
  const mayManage = actor.can.has('apiKey.manage') && app.state !== 'retired' && app.state !== 'failed';
  const place: KeyPlace = {
    appId: app.id,
    endpoint: app.nodes[0]?.endpoints.evm ?? '',
    contracts: contracts.map(({ name, abi }) => ({
      name,
      functions: [...new Set(functionsOf(abi).map((fn) => fn.name))],
    })),
  };
  return (
    <KeySecrets place={place}>
      <Section
        title={t('keys.heading')}
        lead={t('keys.lead')}
        actions={mayManage && <CreateKey place={place} requestId={newId()} />}
      >
        {keys.length === 0 ? (
          <EmptyState title={t('keys.none')}>{t('keys.noneText')}</EmptyState>
        ) : (
          <KeyTable keys={keys} mayManage={mayManage} />
        )}
      </Section>
    </KeySecrets>
  );
}

async function KeyTable({ keys, mayManage }: { keys: KeyRow[]; mayManage: boolean }) {
  const t = await getTranslator('apps');
  return (
    <Table
      caption={t('keys.caption')}
      rows={keys}
      rowKey={(key) => key.id}
      columns={[
        { key: 'name', head: t('keys.name'), cell: (key) => <span className="font-medium">{key.name}</span> },
        { key: 'key', head: t('keys.key'), cell: (key) => <Mono whole>{key.hint}</Mono> },
        {
          key: 'state',
          head: t('keys.stateHead'),
          cell: (key) => <Badge tone={tones[key.state]}>{t(`keys.state.${key.state}`)}</Badge>,
        },
        {
          key: 'scope',
          head: t('keys.scope'),
          cell: (key) => key.functions?.join(', ') ?? t('keys.everything'),
        },
        {
          key: 'expires',
          head: t('keys.expires'),
          cell: (key) => (key.expiresAt ? <Time at={key.expiresAt} /> : t('keys.never')),
        },
        {
          key: 'created',
          head: t('keys.created'),
          wideOnly: true,
          cell: (key) => <Time at={key.createdAt} precision="day" />,
        },
        {
          key: 'actions',
          head: <span className="sr-only">{t('keys.actions')}</span>,
          right: true,
          cell: (key) =>
            mayManage && (key.state === 'working' || key.state === 'ending') ? (
              <span className="inline-flex flex-wrap justify-end gap-2">
                {key.state === 'working' && <RotateKey keyId={key.id} name={key.name} requestId={newId()} />}
                <RevokeKey keyId={key.id} name={key.name} requestId={newId()} />
              </span>
            ) : null,
        },
      ]}
    />
  );
}
