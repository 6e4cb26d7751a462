import { redirect } from 'next/navigation';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Figure, Figures } from '#components/ui/figure.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { Money } from '#components/ui/money.tsx';
import { FittingMoney } from '../fitting-money.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { accountKinds } from '#lib/ledger/accounts.ts';
import { listAccounts, listAccountsInput, trialBalance, type AccountRow } from '#lib/ledger/list-accounts.ts';
import { verifyLedger } from '#lib/ledger/verify-ledger.ts';
import { accountName, accountPath } from './account-words.ts';

const path = '/finance/ledger';

export async function generateMetadata() {
  const t = await getTranslator('finance');
  return { title: t('ledger') };
}

export default async function LedgerPage({ searchParams }: PageProps<'/finance/ledger'>) {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('ledger.read')) return <NoPermission permission="ledger.read" />;
  const query = await searchParams;
  const parsed = listAccountsInput.safeParse(flatQuery(query));
  const [t, balances, { rows, nextCursor }] = await Promise.all([
    getTranslator('finance'),
    trialBalance(actor),
    listAccounts(actor, parsed.success ? parsed.data : listAccountsInput.parse({})),
  ]);
  return (
    <>
      <PageHeading
        title={t('ledger')}
        lead={t('ledgerLead')}
        actions={<LinkButton href={`${path}?check=1`}>{t('checkLedger')}</LinkButton>}
      />
      {query.check && <Check actor={actor} />}
      {balances.map(({ debits, credits, transactions }) => (
        <Balance key={debits.currency} debits={debits} credits={credits} transactions={transactions} />
      ))}
      <div className="mt-6" />
      <Filters
        path={path}
        query={{ ...query, check: undefined }}
        search={{ label: t('accountSearch') }}
        choices={[
          {
            name: 'kind',
            label: t('column.kind'),
            options: accountKinds.map((kind) => ({ value: kind, label: t(`accountKind.${kind}`) })),
          },
        ]}
      />
      {rows.length === 0 ? (
        <EmptyState title={t('noAccounts')}>{t('noAccountsText')}</EmptyState>
      ) : (
        <AccountTable rows={rows} />
      )}
      <Pager path={path} query={query} nextCursor={nextCursor} />
    </>
  );
}

async function Balance({ debits, credits, transactions }: Awaited<ReturnType<typeof trialBalance>>[number]) {
  const [t, formats] = await Promise.all([getTranslator('finance'), getFormats()]);
  return (
    <Figures>
      <Figure label={t('debits')} value={<FittingMoney amount={debits} />} />
      <Figure
        label={t('credits')}
        value={<FittingMoney amount={credits} />}
        note={debits.minor === credits.minor ? t('inBalance') : t('outOfBalance')}
      />
      <Figure label={t('transactions')} value={formats.number(transactions)} />
    </Figures>
  );
}

/** Computes the whole chain of seals again: on request, since it reads every posting. */
async function Check({ actor }: { actor: Actor }) {
  const [t, check] = await Promise.all([getTranslator('finance'), verifyLedger(actor)]);
  return (
    <div className="mb-6">
      {check.difference === null ? (
        <Notice tone="good" live title={t('ledgerGood')}>
          {t('ledgerGoodText', {
            seals: check.seals,
            transactions: check.transactions,
            unsealed: check.unsealed,
          })}
        </Notice>
      ) : (
        <Notice tone="bad" live title={t('ledgerBad')}>
          {check.difference}
        </Notice>
      )}
    </div>
  );
}

async function AccountTable({ rows }: { rows: AccountRow[] }) {
  const [t, formats] = await Promise.all([getTranslator('finance'), getFormats()]);
  return (
    <Table
      caption={t('accounts')}
      dense
      rows={rows}
      rowKey={(row) => `${row.id} ${row.balance.currency}`}
      href={(row) => accountPath(row.id)}
      columns={[
        { key: 'name', head: t('column.account'), cell: (row) => accountName(t, row.id, row.owner) },
        { key: 'kind', head: t('column.kind'), cell: (row) => t(`accountKind.${row.kind}`) },
        {
          key: 'postings',
          head: t('column.postings'),
          right: true,
          cell: (row) => formats.number(row.postings),
        },
        {
          key: 'balance',
          head: t('column.balance'),
          right: true,
          cell: (row) => <Money amount={row.balance} />,
        },
      ]}
    />
  );
}
