import Link from 'next/link';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import { withQuery, type Query } from '#components/ui/query.ts';
import { Time } from '#components/ui/time.tsx';
import { Timeline } from '#components/ui/timeline.tsx';
import type { AppRecord } from '#lib/apps/get-app.ts';
import { listHistory } from '#lib/apps/list-history.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { ContractRecord } from '#lib/deployments/list-contracts.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { readUsage, readUsageInput } from '#lib/usage/read-usage.ts';
import { cityName } from '../state-badge.tsx';
import { ActivityLists } from './activity-lists.tsx';
import { LiveFigures, UsageGlance } from './live-figures.tsx';
import { NodeFacts } from './node-facts.tsx';
import { readActivity } from './read-activity.ts';
import { samplesFor } from './samples.ts';

type Props = { actor: Actor; app: AppRecord; contracts: ContractRecord[]; query: Query };

export async function OverviewTab(props: Props) {
  const { app, actor, contracts } = props;
  const [t, formats] = await Promise.all([getTranslator('apps'), getFormats()]);
  const places = app.nodes.map((node) => ({
    cityNodeId: node.cityNodeId,
    city: cityName(node.city, formats.locale),
    height: node.height,
    heightOf: node.heightOf,
  }));
  const [usage, activity] = await Promise.all([
    readUsage(actor, readUsageInput.parse({ appId: app.id, by: 'hour', span: 24 })),
    readActivity(actor, app.id),
  ]);
  const stands = app.state === 'active' || app.state === 'suspended';
  return (
    <>
      {stands && <LiveFigures appId={app.id} places={places} first={usage} />}
      {app.access === 'endpoint' && (
        <div className="mt-6">
          <Notice tone="quiet" title={t('notices.endpointTitle')}>
            <p>{t('notices.endpointText')}</p>
            {app.nodes.map((node) => {
              const note = node.note[formats.locale] ?? node.note.en;
              return note && <p key={node.id}>{note}</p>;
            })}
          </Notice>
        </div>
      )}
      {app.access === 'deploy' && app.state === 'active' && contracts.length === 0 && (
        <div className="mt-6">
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
        </div>
      )}
      <div className="mt-8 grid gap-x-12 gap-y-8 xl:grid-cols-[minmax(0,5fr)_minmax(0,4fr)]">
        <div className="min-w-0">
          {stands && (
            <Section title={t('samples.lastDay')}>
              <UsageGlance appId={app.id} first={usage} />
            </Section>
          )}
          {stands && <Samples {...props} />}
          {stands && app.access === 'deploy' && (
            <ActivityLists appId={app.id} first={activity} only="transactions" limit={5} />
          )}
          <History actor={actor} app={app} />
        </div>
        <div className="min-w-0">
          <Section title={t('node.heading')}>
            <div className="grid gap-6">
              {app.nodes.map((node) => (
                <NodeFacts key={node.id} node={node} />
              ))}
            </div>
          </Section>
          <Section title={t('facts.heading')}>
            <AppFacts app={app} />
          </Section>
        </div>
      </div>
    </>
  );
}

async function Samples({ app, actor, contracts, query }: Props) {
  const [t, formats] = await Promise.all([getTranslator('apps'), getFormats()]);
  const node = app.nodes.find(({ slug }) => slug === query.node) ?? app.nodes[0];
  if (!node) return null;
  const [contract] = contracts;
  return (
    <Section
      title={t('samples.heading')}
      lead={
        <>
          {t('samples.lead')}{' '}
          {actor.can.has('apiKey.manage') && (
            <Link className="link" href={`/apps/${app.id}?tab=keys`}>
              {t('samples.makeKey')}
            </Link>
          )}
        </>
      }
    >
      {app.nodes.length > 1 && (
        <p className="mb-3 flex flex-wrap gap-4 text-13">
          {app.nodes.map((other) => (
            <Link
              key={other.id}
              scroll={false}
              aria-current={other.id === node.id ? 'true' : undefined}
              className="link aria-[current]:font-semibold aria-[current]:text-text aria-[current]:no-underline"
              href={withQuery(`/apps/${app.id}`, query, { node: other.slug })}
            >
              {t('samples.node', { city: cityName(other.city, formats.locale) })}
            </Link>
          ))}
        </p>
      )}
      <CodeBlock
        label={t('samples.label')}
        samples={samplesFor({
          endpoints: node.endpoints,
          chainId: node.chainId,
          contract: contract && {
            name: contract.name,
            abi: contract.abi,
            address: contract.addresses.find(({ appNodeId }) => appNodeId === node.id)?.address ?? null,
          },
        })}
      />
    </Section>
  );
}

/** What was done to the app, by whom, out of the audit log. */
async function History({ actor, app }: Pick<Props, 'actor' | 'app'>) {
  const t = await getTranslator('apps');
  const happenings = await listHistory(actor, app.id);
  if (happenings.length === 0) return null;
  return (
    <Section title={t('history.heading')}>
      <Timeline
        items={happenings.slice(0, 8).map(({ id, at, action, by, detail }) => ({
          id,
          at,
          title: t(`history.${action}`, { name: '', contractName: '', version: '', ...detail }),
          by: by === null ? t('history.operator') : by || t('history.portal'),
          detail: detail.reason,
          tone: action === 'app.suspend' ? 'warn' : 'quiet',
        }))}
      />
    </Section>
  );
}

async function AppFacts({ app }: { app: AppRecord }) {
  const t = await getTranslator('apps');
  return (
    <Facts
      items={[
        {
          label: t('facts.code'),
          value: (
            <Mono whole copy={t('facts.code')}>
              {app.appCode}
            </Mono>
          ),
        },
        ...(app.order
          ? [
              {
                label: t('facts.order'),
                value: (
                  <Link className="link" href={`/orders/${app.order.id}`}>
                    {app.order.number}
                  </Link>
                ),
              },
            ]
          : []),
        ...(app.term?.endsAt ? [{ label: t('facts.term'), value: <Time at={app.term.endsAt} /> }] : []),
        { label: t('facts.created'), value: <Time at={app.createdAt} /> },
      ]}
    />
  );
}
