import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading, Section } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { catalogueChoices } from '#lib/catalogue/catalogue-choices.ts';
import { listCityNodes, listCityNodesInput } from '#lib/catalogue/list-city-nodes.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { listShareRules, listShareRulesInput, type ShareRuleRow } from '#lib/share-rules/list-share-rules.ts';
import { stateTone } from '../prices/state-tone.ts';
import { decideShareRuleAction } from './actions.ts';
import { ShareRuleForm } from './share-rule-form.tsx';

const path = '/operator/shares';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('prices');
  return { title: t('sharesTitle') };
}

export default async function SharesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('priceBook.read')) return <NoPermission permission="priceBook.read" back="/operator" />;
  const query = await searchParams;
  const [t, rules, choices, nodes] = await Promise.all([
    getTranslator('prices'),
    listShareRules(
      actor,
      listShareRulesInput.safeParse(flatQuery(query)).data ?? listShareRulesInput.parse({}),
    ),
    catalogueChoices(),
    listCityNodes(listCityNodesInput.parse({ limit: 200 })),
  ]);
  const nodeName = (slug: string | null) =>
    nodes.rows.find((node) => node.slug === slug)?.city[t.locale] ?? slug;
  return (
    <>
      <PageHeading title={t('sharesTitle')} lead={t('sharesLead')} />
      {rules.rows.length === 0 ? (
        <EmptyState title={t('noRules')}>{t('noRulesText')}</EmptyState>
      ) : (
        <ClientMessages>
          <Rules actor={actor} rows={rules.rows} nodeName={nodeName} />
          <Pager
            path={path}
            query={query}
            nextCursor={rules.nextCursor === null ? null : String(rules.nextCursor)}
          />
        </ClientMessages>
      )}
      {actor.can.has('shareRule.propose') && (
        <Section title={t('proposeRule')} lead={t('proposeRuleLead')}>
          <ClientMessages namespaces={['prices']}>
            <ShareRuleForm
              requestId={newId()}
              frameworks={choices.frameworks.map(({ id, name }) => ({ value: id, label: name }))}
              nodes={nodes.rows.map((node) => ({ value: node.id, label: node.city[t.locale] ?? node.slug }))}
            />
          </ClientMessages>
        </Section>
      )}
    </>
  );
}

type RulesProps = { actor: Actor; rows: ShareRuleRow[]; nodeName: (slug: string | null) => string | null };

async function Rules({ actor, rows, nodeName }: RulesProps) {
  const [t, formats] = await Promise.all([getTranslator('prices'), getFormats()]);
  const percent = (basisPoints: number) => formats.percent(basisPoints / 10_000, 2);
  return (
    <Table
      caption={t('sharesTitle')}
      columns={[
        {
          key: 'version',
          head: t('version'),
          cell: (row: ShareRuleRow) => t('ruleN', { version: row.version }),
        },
        {
          key: 'state',
          head: t('state'),
          cell: (row) => (
            <Badge tone={row.state === 'approved' ? 'good' : stateTone[row.state]}>
              {t(`states.${row.state}`)}
            </Badge>
          ),
        },
        {
          key: 'where',
          head: t('where'),
          cell: (row) =>
            `${nodeName(row.cityNode) ?? t('everyNode')} · ${row.frameworkId ?? t('everyFramework')}`,
        },
        {
          key: 'portal',
          head: t('parties.portal'),
          right: true,
          cell: (row) => percent(row.portalBasisPoints),
        },
        {
          key: 'provider',
          head: t('parties.provider'),
          right: true,
          cell: (row) => percent(row.providerBasisPoints),
        },
        {
          key: 'framework',
          head: t('parties.framework'),
          right: true,
          cell: (row) => percent(row.frameworkBasisPoints),
        },
        {
          key: 'operations',
          head: t('parties.operations'),
          right: true,
          cell: (row) => percent(row.operationsBasisPoints),
        },
        {
          key: 'from',
          head: t('effectiveFrom'),
          cell: (row) => <Time at={row.effectiveFrom} precision="day" />,
        },
        {
          key: 'by',
          head: t('byWhom'),
          cell: (row) => [row.proposedBy, row.decidedBy].filter(Boolean).join(' → '),
          wideOnly: true,
        },
        {
          key: 'decide',
          head: <span className="sr-only">{t('decision')}</span>,
          cell: (row) => <Decisions actor={actor} row={row} />,
        },
      ]}
      rows={rows}
      rowKey={(row) => row.id}
      dense
    />
  );
}

/** Approves or rejects; never one's own proposal. */
async function Decisions({ actor, row }: { actor: Actor; row: ShareRuleRow }) {
  const t = await getTranslator('prices');
  const mayDecide = actor.can.has('shareRule.approve') && row.proposedById !== actor.id;
  if (row.state !== 'proposed' || !mayDecide) return null;
  return (
    <span className="flex flex-wrap gap-2">
      {(['approved', 'rejected'] as const).map((decision) => (
        <ConfirmDialog
          key={decision}
          size="s"
          look={decision === 'approved' ? 'primary' : 'danger'}
          trigger={t(`decide.${decision}`)}
          title={t(`decideRule.${decision}`, { version: row.version })}
          text={t('decideRuleText')}
          confirm={t(`decide.${decision}`)}
          action={decideShareRuleAction}
          requestId={newId()}
          hidden={{ id: row.id, decision }}
        />
      ))}
    </span>
  );
}
