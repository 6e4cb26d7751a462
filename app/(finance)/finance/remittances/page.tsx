import { redirect } from 'next/navigation';
import { TextInput } from '#components/form/inputs.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { Money } from '#components/ui/money.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { listRemittances, listRemittancesInput, type RemittanceRow } from '#lib/payments/list-remittances.ts';
import { confirmRemittanceAction } from '../actions.ts';

const path = '/finance/remittances';
const states = ['pending', 'succeeded', 'cancelled', 'refunded'] as const;
const tones: Partial<Record<RemittanceRow['state'], Tone>> = { pending: 'busy', succeeded: 'good' };

export async function generateMetadata() {
  const t = await getTranslator('finance');
  return { title: t('remittances') };
}

export default async function RemittancesPage({ searchParams }: PageProps<'/finance/remittances'>) {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('remittance.confirm')) return <NoPermission permission="remittance.confirm" />;
  const query = await searchParams;
  const parsed = listRemittancesInput.safeParse(flatQuery(query));
  const [t, { rows, nextCursor }] = await Promise.all([
    getTranslator('finance'),
    listRemittances(actor, parsed.success ? parsed.data : listRemittancesInput.parse({})),
  ]);
  return (
    <>
      <PageHeading title={t('remittances')} lead={t('remittancesLead')} />
      <Filters
        path={path}
        query={query}
        search={{ label: t('remittanceSearch') }}
        choices={[
          {
            name: 'state',
            label: t('column.state'),
            options: states.map((state) => ({ value: state, label: t(`remittanceState.${state}`) })),
          },
        ]}
      />
      {rows.length === 0 ? (
        <EmptyState title={t('noRemittances')}>{t('noRemittancesText')}</EmptyState>
      ) : (
        <RemittanceTable rows={rows} />
      )}
      <Pager path={path} query={query} nextCursor={nextCursor} />
    </>
  );
}

async function RemittanceTable({ rows }: { rows: RemittanceRow[] }) {
  const t = await getTranslator('finance');
  return (
    <Table
      caption={t('remittances')}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'code',
          head: t('column.code'),
          cell: (row) => <span className="font-mono text-13 whitespace-nowrap">{row.code}</span>,
        },
        {
          key: 'state',
          head: t('column.state'),
          cell: (row) => (
            <Badge tone={tones[row.state] ?? 'quiet'}>{t(`remittanceState.${row.state}`)}</Badge>
          ),
        },
        { key: 'customer', head: t('column.customer'), cell: (row) => row.orgName },
        {
          key: 'purpose',
          head: t('column.purpose'),
          cell: (row) => (row.orderNumber ? t('forOrder', { number: row.orderNumber }) : t('forWallet')),
        },
        {
          key: 'at',
          head: t('column.announced'),
          cell: (row) => <Time at={row.createdAt} />,
          wideOnly: true,
        },
        {
          key: 'amount',
          head: t('column.amount'),
          right: true,
          cell: (row) => <Money amount={row.amount} />,
        },
        {
          key: 'confirm',
          head: <span className="sr-only">{t('confirmRemittance')}</span>,
          right: true,
          cell: (row) =>
            row.state === 'pending' ? (
              <span className="whitespace-nowrap">
                <Confirm row={row} />
              </span>
            ) : null,
        },
      ]}
    />
  );
}

async function Confirm({ row }: { row: RemittanceRow }) {
  const t = await getTranslator('finance');
  return (
    <ConfirmDialog
      look="primary"
      size="s"
      trigger={t('confirmRemittance')}
      title={t('confirmRemittanceTitle', { code: row.code })}
      text={
        <>
          {t('confirmRemittanceText', { customer: row.orgName })} <Money amount={row.amount} />
        </>
      }
      confirm={t('confirmRemittance')}
      action={confirmRemittanceAction}
      requestId={newId()}
      hidden={{ identificationCode: row.code }}
    >
      <TextInput name="amount" label={t('amountArrived')} help={t('amountArrivedHelp')} inputMode="decimal" />
      <TextInput name="bankReference" label={t('bankReference')} help={t('bankReferenceHelp')} />
    </ConfirmDialog>
  );
}
