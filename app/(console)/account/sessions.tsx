import { Badge } from '#components/ui/badge.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { describeAgent } from '#lib/accounts/describe-agent.ts';
import { listSessions, type SessionRow } from '#lib/accounts/list-sessions.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { EndOtherSessionsForm, EndSessionForm } from './forms.tsx';

export async function Sessions({ actor, currentId }: { actor: Actor; currentId: string }) {
  const [rows, t] = await Promise.all([listSessions(actor), getTranslator('account')]);
  const nameOf = (row: SessionRow) => describeAgent(row.userAgent) || t('unknownBrowser');
  return (
    <>
      <Table
        caption={t('sessions')}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { key: 'agent', head: t('browser'), cell: nameOf },
          { key: 'address', head: t('address'), cell: (row) => row.address || '–', wideOnly: true },
          { key: 'since', head: t('signedIn'), cell: (row) => <Time at={row.createdAt} /> },
          { key: 'seen', head: t('lastSeen'), cell: (row) => <Time at={row.lastSeenAt} /> },
          {
            key: 'end',
            head: <span className="sr-only">{t('endSession')}</span>,
            right: true,
            cell: (row) =>
              row.id === currentId ? (
                <Badge tone="good">{t('thisSession')}</Badge>
              ) : (
                <EndSessionForm sessionId={row.id} label={nameOf(row)} />
              ),
          },
        ]}
      />
      {rows.length > 1 && <EndOtherSessionsForm />}
    </>
  );
}
