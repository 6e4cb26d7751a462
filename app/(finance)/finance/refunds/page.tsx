import { redirect } from 'next/navigation';
import { TextInput } from '#components/form/inputs.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
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
import {
  listRefunds,
  listRefundsInput,
  refundStates,
  type RefundListRow,
} from '#lib/payments/list-refunds.ts';
import { confirmBankRefundAction } from '../actions.ts';
import { RefundableOrders } from './refundable-orders.tsx';

const path = '/finance/refunds';
const tones: Record<RefundListRow['state'], Tone> = {
  requested: 'busy',
  sending: 'busy',
  succeeded: 'good',
  failed: 'bad',
};

export async function generateMetadata() {
  const t = await getTranslator('finance');
  return { title: t('refunds') };
}

export default async function RefundsPage({ searchParams }: PageProps<'/finance/refunds'>) {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('order.refund')) return <NoPermission permission="order.refund" />;
  const query = await searchParams;
  const t = await getTranslator('finance');
  const q = flatQuery(query).q ?? '';
  return (
    <>
      <PageHeading title={t('refunds')} lead={t('refundsLead')} />
      <Filters
        path={path}
        query={query}
        search={{ label: t('refundSearch') }}
        choices={[
          {
            name: 'state',
            label: t('column.state'),
            options: refundStates.map((state) => ({ value: state, label: t(`refundState.${state}`) })),
          },
        ]}
      />
      {q && <RefundableOrders actor={actor} q={q} />}
      <Section title={t('givenRefunds')}>
        <Given actor={actor} query={query} />
      </Section>
    </>
  );
}

async function Given({ actor, query }: { actor: Actor; query: Query }) {
  const parsed = listRefundsInput.safeParse(flatQuery(query));
  const [t, { rows, nextCursor }] = await Promise.all([
    getTranslator('finance'),
    listRefunds(actor, parsed.success ? parsed.data : listRefundsInput.parse({})),
  ]);
  if (rows.length === 0) return <EmptyState title={t('noRefunds')}>{t('noRefundsText')}</EmptyState>;
  return (
    <>
      <Table
        caption={t('givenRefunds')}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'order',
            head: t('column.order'),
            cell: (row) => <span className="whitespace-nowrap">{row.orderNumber}</span>,
          },
          {
            key: 'state',
            head: t('column.state'),
            cell: (row) => (
              <Badge tone={tones[row.state]} title={row.failure || undefined}>
                {t(stateKey(row))}
              </Badge>
            ),
          },
          { key: 'customer', head: t('column.customer'), cell: (row) => row.orgName },
          { key: 'to', head: t('column.to'), cell: (row) => t(`destination.${row.destination}`) },
          { key: 'reason', head: t('column.reason'), cell: (row) => row.reason, wideOnly: true },
          { key: 'at', head: t('column.at'), cell: (row) => <Time at={row.succeededAt ?? row.createdAt} /> },
          {
            key: 'amount',
            head: t('column.amount'),
            right: true,
            cell: (row) => <Money amount={row.amount} />,
          },
          {
            key: 'confirm',
            head: <span className="sr-only">{t('confirmBankRefund')}</span>,
            right: true,
            cell: (row) =>
              row.waitsForBank ? (
                <span className="whitespace-nowrap">
                  <ConfirmBank row={row} />
                </span>
              ) : null,
          },
        ]}
      />
      <Pager path={path} query={query} nextCursor={nextCursor} />
    </>
  );
}

/** A refund that was through and has a failure came back to the portal, and is in the customer's wallet. */
function stateKey(row: RefundListRow): string {
  if (row.waitsForBank) return 'refundState.waitsForBank';
  return row.state === 'succeeded' && row.failure ? 'refundState.returned' : `refundState.${row.state}`;
}

async function ConfirmBank({ row }: { row: RefundListRow }) {
  const t = await getTranslator('finance');
  return (
    <ConfirmDialog
      look="primary"
      size="s"
      trigger={t('confirmBankRefund')}
      title={t('confirmBankRefundTitle', { number: row.orderNumber })}
      text={
        <>
          {t('confirmBankRefundText', { customer: row.orgName })} <Money amount={row.amount} />
        </>
      }
      confirm={t('confirmBankRefund')}
      action={confirmBankRefundAction}
      requestId={newId()}
      hidden={{ refundId: row.id }}
    >
      <TextInput name="bankReference" label={t('bankReference')} help={t('bankReferenceHelp')} />
    </ConfirmDialog>
  );
}
