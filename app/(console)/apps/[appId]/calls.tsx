import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import type { AppRecord } from '#lib/apps/get-app.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { ContractRecord } from '#lib/deployments/list-contracts.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { functionsOf } from '#lib/packages/abi.ts';
import { cityName } from '../state-badge.tsx';
import { readActivity } from './read-activity.ts';
import { ActivityLists } from './activity-lists.tsx';
import { CallForm } from './call-form.tsx';

type Props = { actor: Actor; app: AppRecord; contracts: ContractRecord[] };

export async function CallsTab({ actor, app, contracts }: Props) {
  const [t, live, formats] = await Promise.all([
    getTranslator('apps'),
    getTranslator('appsLive'),
    getFormats(),
  ]);
  const activity = await readActivity(actor, app.id);
  const callable = app.state === 'active' && contracts.length > 0;
  return (
    <>
      {callable && !actor.can.has('app.call') && <p className="text-quiet">{live('call.notAllowed')}</p>}
      {callable && actor.can.has('app.call') && (
        <Section title={live('call.heading')} lead={live('call.lead')}>
          <CallForm
            appId={app.id}
            nodes={app.nodes.map((node) => ({
              id: node.id,
              city: cityName(node.city, formats.locale),
              door: node.endpoints.neutral,
            }))}
            contracts={contracts.map(({ name, abi, addresses }) => ({
              name,
              functions: functionsOf(abi),
              nodeIds: addresses.map(({ appNodeId }) => appNodeId),
            }))}
          />
        </Section>
      )}
      {app.state === 'active' && contracts.length === 0 && (
        <EmptyState
          title={t('notices.noContractTitle')}
          action={
            actor.can.has('app.deploy') && (
              <LinkButton href={`/apps/${app.id}/deploy`} look="primary">
                {t('deploy')}
              </LinkButton>
            )
          }
        >
          {t('notices.noContractText')}
        </EmptyState>
      )}
      <ActivityLists appId={app.id} first={activity} />
    </>
  );
}
