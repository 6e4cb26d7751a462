import { Badge } from '#components/ui/badge.tsx';
import { Table } from '#components/ui/table.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { listMyOrganisations } from '#lib/organisations/list-my-organisations.ts';
import { SwitchForm } from './forms.tsx';

export async function Organisations({ actor, currentId }: { actor: Actor; currentId: string }) {
  const [rows, t, roles] = await Promise.all([
    listMyOrganisations(actor),
    getTranslator('account'),
    getTranslator('organisation'),
  ]);
  return (
    <Table
      caption={t('organisations')}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { key: 'name', head: t('organisationName'), cell: (row) => row.name },
        { key: 'role', head: t('role'), cell: (row) => roles(`role.${row.role}`) },
        {
          key: 'switch',
          head: <span className="sr-only">{t('actFor')}</span>,
          right: true,
          cell: (row) =>
            row.id === currentId ? (
              <Badge tone="good">{t('actingFor')}</Badge>
            ) : (
              <SwitchForm orgId={row.id} name={row.name} />
            ),
        },
      ]}
    />
  );
}
