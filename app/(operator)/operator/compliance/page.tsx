import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeading, Section } from '#components/ui/page-heading.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import type { ComplianceRule } from '#lib/compliance/judge.ts';
import { listRuleSets, type RuleSetRow } from '#lib/compliance/list-rule-sets.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { removeRuleAction } from './actions.ts';
import { AddRuleForm } from './add-rule-form.tsx';

const path = '/operator/compliance';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('rules');
  return { title: t('title') };
}

export default async function CompliancePage() {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('portal.read')) return <NoPermission permission="portal.read" back="/operator" />;
  const [t, sets] = await Promise.all([getTranslator('rules'), listRuleSets(actor)]);
  const newest = sets.rows[0] ?? null;
  const shown = newest?.rules ?? sets.inForce.rules;
  const pending = newest && newest.version > sets.inForce.version ? newest : null;
  const mayChange = actor.can.has('compliance.manage');
  const hidden = { rules: JSON.stringify(shown), basedOn: String(sets.newest) };
  return (
    <>
      <PageHeading title={t('title')} lead={t('lead')} />
      {pending && (
        <Notice tone="warn" title={t('pending', { version: pending.version })}>
          {t.rich('pendingText', { at: () => <Time at={pending.effectiveFrom} /> })}
        </Notice>
      )}
      <Section
        title={t('versionN', { version: newest?.version ?? 0 })}
        lead={newest ? undefined : t('defaultSet')}
        actions={<Badge tone={pending ? 'warn' : 'good'}>{pending ? t('notYet') : t('inForce')}</Badge>}
      >
        {shown.length === 0 ? (
          <EmptyState title={t('noRules')}>{t('noRulesText')}</EmptyState>
        ) : (
          <ClientMessages>
            <Rules rules={shown} hidden={hidden} mayChange={mayChange} />
          </ClientMessages>
        )}
      </Section>
      {mayChange && (
        <Section title={t('add')} lead={t('addLead')}>
          <ClientMessages namespaces={['rules']}>
            <AddRuleForm requestId={newId()} {...hidden} />
          </ClientMessages>
        </Section>
      )}
      {sets.rows.length > 0 && <Versions rows={sets.rows} />}
    </>
  );
}

type RulesProps = { rules: readonly ComplianceRule[]; hidden: Record<string, string>; mayChange: boolean };

async function Rules({ rules, hidden, mayChange }: RulesProps) {
  const [t, formats] = await Promise.all([getTranslator('rules'), getFormats()]);
  const countries = (codes: readonly string[] | undefined) =>
    codes ? formats.list(codes.map((code) => formats.country(code))) : t('any');
  return (
    <Table
      caption={t('title')}
      columns={[
        {
          key: 'id',
          head: t('ruleName'),
          cell: (rule: ComplianceRule) => <Mono whole>{rule.id}</Mono>,
        },
        {
          key: 'kind',
          head: t('kind'),
          cell: (rule) => rule.when.kind?.map((kind) => t(`kinds.${kind}`)).join(', ') ?? t('anyKind'),
        },
        { key: 'buyer', head: t('buyerCountry'), cell: (rule) => countries(rule.when.buyerCountry) },
        { key: 'node', head: t('nodeCountry'), cell: (rule) => countries(rule.when.nodeCountry) },
        {
          key: 'portal',
          head: t('portalCountry'),
          cell: (rule) => countries(rule.when.portalCountry),
        },
        {
          key: 'remove',
          head: <span className="sr-only">{t('remove')}</span>,
          right: true,
          cell: (rule) =>
            mayChange && (
              <ConfirmDialog
                size="s"
                trigger={t('remove')}
                title={t('removeTitle', { rule: rule.id })}
                text={t('removeText')}
                confirm={t('remove')}
                action={removeRuleAction}
                requestId={newId()}
                hidden={{ ...hidden, id: rule.id }}
              />
            ),
        },
      ]}
      rows={rules}
      rowKey={(rule) => rule.id}
    />
  );
}

async function Versions({ rows }: { rows: RuleSetRow[] }) {
  const [t, formats] = await Promise.all([getTranslator('rules'), getFormats()]);
  return (
    <Section title={t('versions')}>
      <Table
        caption={t('versions')}
        columns={[
          {
            key: 'version',
            head: t('version'),
            cell: (row: RuleSetRow) => t('versionN', { version: row.version }),
          },
          { key: 'from', head: t('from'), cell: (row) => <Time at={row.effectiveFrom} /> },
          {
            key: 'rules',
            head: t('rulesCount'),
            right: true,
            cell: (row) => formats.number(row.rules.length),
          },
        ]}
        rows={rows}
        rowKey={(row) => String(row.version)}
        dense
      />
    </Section>
  );
}
