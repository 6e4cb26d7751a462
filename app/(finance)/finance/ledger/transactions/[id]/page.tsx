import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { Money } from '#components/ui/money.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { RecordHeader, Section } from '#components/ui/page-heading.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { getTransaction, type PostingRow } from '#lib/ledger/list-postings.ts';
import { ownersOf } from '#lib/ledger/list-accounts.ts';
import { accountName, accountPath } from '../../account-words.ts';

type Props = PageProps<'/finance/ledger/transactions/[id]'>;

export async function generateMetadata({ params }: Props) {
  const [t, { id }] = await Promise.all([getTranslator('finance'), params]);
  return { title: t('transactionTitle', { id }) };
}

export default async function TransactionPage({ params }: Props) {
  const [actor, { id }] = await Promise.all([getActor(), params]);
  if (!actor) redirect(`/sign-in?next=/finance/ledger/transactions/${id}`);
  if (!actor.can.has('ledger.read')) return <NoPermission permission="ledger.read" />;
  const rows = await getTransaction(actor, id);
  const [head] = rows;
  if (!head) notFound();
  const [t, owners] = await Promise.all([
    getTranslator('finance'),
    ownersOf(
      actor,
      rows.map(({ account }) => account),
    ),
  ]);
  return (
    <>
      <RecordHeader
        back={{ href: '/finance/ledger', label: t('ledger') }}
        title={t('transactionTitle', { id })}
        sub={
          <>
            <span>{t(`entryKind.${head.kind}`)}</span>
            <Time at={head.effectiveAt} precision="second" />
          </>
        }
      />
      <Facts
        items={[
          { label: t('reference'), value: <Mono keep={12}>{head.externalRef}</Mono> },
          { label: t('column.seal'), value: head.seal ?? t('notSealedYet') },
          ...(head.corrects
            ? [
                {
                  label: t('corrects'),
                  value: (
                    <Link className="link" href={`/finance/ledger/transactions/${head.corrects}`}>
                      {t('transactionTitle', { id: head.corrects })}
                    </Link>
                  ),
                },
              ]
            : []),
        ]}
      />
      <Section title={t('column.postings')}>
        <PostingTable rows={rows} owners={owners} />
      </Section>
    </>
  );
}

async function PostingTable({
  rows,
  owners,
}: {
  rows: PostingRow[];
  owners: ReadonlyMap<string, string | null>;
}) {
  const t = await getTranslator('finance');
  const [first] = rows;
  const currency = first?.amount.currency ?? 'CNY';
  const sum = (debit: boolean) =>
    rows.reduce((total, { amount: { minor } }) => (minor > 0n === debit ? total + minor : total), 0n);
  const side = (row: PostingRow, debit: boolean) =>
    row.amount.minor > 0n === debit ? (
      <Money amount={{ ...row.amount, minor: debit ? row.amount.minor : -row.amount.minor }} />
    ) : null;
  return (
    <Table
      caption={t('column.postings')}
      dense
      rows={rows}
      rowKey={(row) => row.account}
      href={(row) => accountPath(row.account)}
      columns={[
        {
          key: 'account',
          head: t('column.account'),
          cell: (row) => accountName(t, row.account, owners.get(row.account) ?? null),
        },
        { key: 'debit', head: t('column.debit'), right: true, cell: (row) => side(row, true) },
        { key: 'credit', head: t('column.credit'), right: true, cell: (row) => side(row, false) },
      ]}
      foot={[
        {
          account: t('total'),
          debit: <Money amount={{ minor: sum(true), currency }} />,
          credit: <Money amount={{ minor: -sum(false), currency }} />,
        },
      ]}
    />
  );
}
