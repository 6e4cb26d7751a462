import Link from 'next/link';
import { redirect } from 'next/navigation';
import { TextInput } from '#components/form/inputs.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Money } from '#components/ui/money.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading, Section } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { listAccounts, listAccountsInput, type AccountRow } from '#lib/ledger/list-accounts.ts';
import { listCollections, listCollectionsInput } from '#lib/payments/list-collections.ts';
import { listDisputes } from '#lib/payments/list-disputes.ts';
import { listOutsideRefunds } from '#lib/payments/list-outside-refunds.ts';
import { recordCollectionAction } from '../actions.ts';
import { accountPath } from '../ledger/account-words.ts';

const path = '/finance/collections';

export async function generateMetadata() {
  const t = await getTranslator('finance');
  return { title: t('collections') };
}

export default async function CollectionsPage({ searchParams }: PageProps<'/finance/collections'>) {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('ledger.read')) return <NoPermission permission="ledger.read" />;
  const [query, t] = await Promise.all([searchParams, getTranslator('finance')]);
  return (
    <>
      <PageHeading title={t('collections')} lead={t('collectionsLead')} />
      <Section title={t('heldByProviders')}>
        <Held actor={actor} />
      </Section>
      <Disputes actor={actor} />
      <OutsideRefunds actor={actor} />
      <Section title={t('collectionsSoFar')}>
        <SoFar actor={actor} query={query} />
      </Section>
    </>
  );
}

async function Held({ actor }: { actor: Actor }) {
  const [t, { rows }] = await Promise.all([
    getTranslator('finance'),
    listAccounts(actor, listAccountsInput.parse({ kind: 'clearing', limit: 200 })),
  ]);
  if (rows.length === 0) return <EmptyState title={t('noClearing')}>{t('noClearingText')}</EmptyState>;
  return (
    <Table
      caption={t('heldByProviders')}
      rows={rows}
      rowKey={(row) => `${row.id} ${row.balance.currency}`}
      columns={[
        {
          key: 'provider',
          head: t('column.provider'),
          cell: (row) => (
            <Link className="link" href={accountPath(row.id)}>
              {providerOf(row)}
            </Link>
          ),
        },
        {
          key: 'held',
          head: t('column.held'),
          right: true,
          cell: (row) => <Money amount={row.balance} />,
        },
        {
          key: 'record',
          head: <span className="sr-only">{t('recordCollection')}</span>,
          right: true,
          cell: (row) =>
            actor.can.has('remittance.confirm') && row.balance.minor > 0n ? (
              <span className="whitespace-nowrap">
                <Record row={row} />
              </span>
            ) : null,
        },
      ]}
    />
  );
}

const providerOf = ({ id }: AccountRow) => id.slice('clearing:'.length);

async function Record({ row }: { row: AccountRow }) {
  const t = await getTranslator('finance');
  return (
    <ConfirmDialog
      look="primary"
      size="s"
      trigger={t('recordCollection')}
      title={t('recordCollectionTitle', { provider: providerOf(row) })}
      text={
        <>
          {t('recordCollectionText')} <Money amount={row.balance} />
        </>
      }
      confirm={t('recordCollection')}
      action={recordCollectionAction}
      requestId={newId()}
      hidden={{ provider: providerOf(row) }}
    >
      <TextInput name="amount" label={t('amountArrived')} help={t('payoutAmountHelp')} inputMode="decimal" />
      <TextInput name="fee" label={t('feeKept')} help={t('feeKeptHelp')} inputMode="decimal" optional />
      <TextInput name="reference" label={t('payoutReference')} help={t('payoutReferenceHelp')} />
    </ConfirmDialog>
  );
}

/** Left out while there are none, as there mostly are. */
async function Disputes({ actor }: { actor: Actor }) {
  const [t, rows] = await Promise.all([getTranslator('finance'), listDisputes(actor)]);
  if (rows.length === 0) return null;
  return (
    <Section title={t('disputes')} lead={t('disputesLead')}>
      <Table
        caption={t('disputes')}
        rows={rows}
        rowKey={(row) => `${row.provider} ${row.ref}`}
        columns={[
          { key: 'ref', head: t('column.reference'), cell: (row) => row.ref },
          { key: 'provider', head: t('column.provider'), cell: (row) => row.provider },
          { key: 'state', head: t('column.state'), cell: (row) => row.status.replaceAll('_', ' ') },
          { key: 'reason', head: t('column.reason'), cell: (row) => row.reason.replaceAll('_', ' ') },
          { key: 'at', head: t('column.at'), cell: (row) => <Time at={row.at} /> },
          {
            key: 'amount',
            head: t('column.amount'),
            right: true,
            cell: (row) => <Money amount={row.amount} />,
          },
        ]}
      />
    </Section>
  );
}

/** Left out while there are none, as there should be. */
async function OutsideRefunds({ actor }: { actor: Actor }) {
  const [t, rows] = await Promise.all([getTranslator('finance'), listOutsideRefunds(actor)]);
  if (rows.length === 0) return null;
  return (
    <Section title={t('outsideRefunds')} lead={t('outsideRefundsLead')}>
      <Table
        caption={t('outsideRefunds')}
        rows={rows}
        rowKey={(row) => `${row.provider} ${row.ref}`}
        columns={[
          { key: 'ref', head: t('column.reference'), cell: (row) => row.ref },
          { key: 'provider', head: t('column.provider'), cell: (row) => row.provider },
          { key: 'at', head: t('column.at'), cell: (row) => <Time at={row.at} /> },
        ]}
      />
    </Section>
  );
}

async function SoFar({ actor, query }: { actor: Actor; query: Query }) {
  const parsed = listCollectionsInput.safeParse(flatQuery(query));
  const [t, { rows, nextCursor }] = await Promise.all([
    getTranslator('finance'),
    listCollections(actor, parsed.success ? parsed.data : listCollectionsInput.parse({})),
  ]);
  if (rows.length === 0) return <EmptyState title={t('noCollections')}>{t('noCollectionsText')}</EmptyState>;
  return (
    <>
      <Table
        caption={t('collectionsSoFar')}
        rows={rows}
        rowKey={(row) => `${row.transactionId} ${row.arrived.currency}`}
        href={(row) => `/finance/ledger/transactions/${row.transactionId}`}
        columns={[
          { key: 'reference', head: t('column.reference'), cell: (row) => row.reference },
          { key: 'provider', head: t('column.provider'), cell: (row) => row.provider },
          { key: 'at', head: t('column.at'), cell: (row) => <Time at={row.at} /> },
          {
            key: 'fee',
            head: t('column.fee'),
            right: true,
            cell: (row) => (row.fee.minor === 0n ? null : <Money amount={row.fee} />),
          },
          {
            key: 'arrived',
            head: t('column.arrived'),
            right: true,
            cell: (row) => <Money amount={row.arrived} />,
          },
        ]}
      />
      <Pager path={path} query={query} nextCursor={nextCursor} />
    </>
  );
}
