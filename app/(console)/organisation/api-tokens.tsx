import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { listApiTokens } from '#lib/api-tokens/list-api-tokens.ts';
import { tokenRolesOf } from '#lib/api-tokens/token-roles.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { CreateTokenForm, RevokeTokenDialog } from './forms.tsx';

export async function ApiTokens({ actor }: { actor: Actor }) {
  const [tokens, t] = await Promise.all([listApiTokens(actor), getTranslator('organisation')]);
  return (
    <>
      {tokens.length === 0 ? (
        <EmptyState title={t('noTokens')}>{t('noTokensText')}</EmptyState>
      ) : (
        <Table
          caption={t('tab.tokens')}
          rows={tokens}
          rowKey={(row) => row.id}
          columns={[
            { key: 'name', head: t('tokenName'), cell: (row) => row.name },
            {
              key: 'hint',
              head: t('token'),
              cell: (row) => <code className="font-mono text-13">{row.hint}</code>,
            },
            { key: 'role', head: t('roleLabel'), cell: (row) => t(`role.${row.role}`) },
            { key: 'by', head: t('madeBy'), cell: (row) => row.createdBy, wideOnly: true },
            {
              key: 'used',
              head: t('lastUsed'),
              cell: (row) => (row.lastUsedAt ? <Time at={row.lastUsedAt} /> : t('never')),
            },
            {
              key: 'until',
              head: t('until'),
              cell: (row) =>
                row.expired ? (
                  <Badge tone="bad">{t('expired')}</Badge>
                ) : row.expiresAt ? (
                  <Time at={row.expiresAt} precision="day" />
                ) : (
                  t('lifetime.never')
                ),
            },
            {
              key: 'do',
              head: <span className="sr-only">{t('revoke')}</span>,
              right: true,
              cell: (row) => <RevokeTokenDialog tokenId={row.id} name={row.name} />,
            },
          ]}
        />
      )}
      <Section title={t('newToken')} lead={t('newTokenLead')}>
        <CreateTokenForm requestId={newId()} roles={tokenRolesOf(actor)} />
      </Section>
    </>
  );
}
