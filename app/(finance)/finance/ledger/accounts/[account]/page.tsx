import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { Figure, Figures } from '#components/ui/figure.tsx';
import { Money } from '#components/ui/money.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { RecordHeader } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { getAccount } from '#lib/ledger/list-accounts.ts';
import { listPostings, listPostingsInput, type PostingRow } from '#lib/ledger/list-postings.ts';
import { FittingMoney } from '../../../fitting-money.tsx';
import { accountName, accountPath } from '../../account-words.ts';

type Props = PageProps<'/finance/ledger/accounts/[account]'>;

export async function generateMetadata() {
  const t = await getTranslator('finance');
  return { title: t('ledger') };
}

export default async function AccountPage({ params, searchParams }: Props) {
  const [actor, { account }, query] = await Promise.all([getActor(), params, searchParams]);
  const id = decodeURIComponent(account);
  if (!actor) redirect(`/sign-in?next=${accountPath(id)}`);
  if (!actor.can.has('ledger.read')) return <NoPermission permission="ledger.read" />;
  const found = await getAccount(actor, id);
  const [any] = found;
  if (!any) notFound();
  const input = listPostingsInput.safeParse({ ...flatQuery(query), account: id });
  const [t, { rows, nextCursor }] = await Promise.all([
    getTranslator('finance'),
    listPostings(actor, input.success ? input.data : listPostingsInput.parse({ account: id })),
  ]);
  return (
    <>
      <RecordHeader
        back={{ href: '/finance/ledger', label: t('ledger') }}
        title={accountName(t, id, any.owner)}
        sub={<Mono keep={16}>{id}</Mono>}
      />
      <Figures>
        {found.map(({ balance, postings }) => (
          <Figure
            key={balance.currency}
            label={t(`balanceOf.${any.kind}`)}
            value={<FittingMoney amount={balance} />}
            note={t('postingCount', { count: postings })}
          />
        ))}
      </Figures>
      <div className="mt-6">
        <PostingTable rows={rows} />
        <Pager path={accountPath(id)} query={query} nextCursor={nextCursor} />
      </div>
    </>
  );
}

async function PostingTable({ rows }: { rows: PostingRow[] }) {
  const t = await getTranslator('finance');
  const side = (row: PostingRow, debit: boolean) =>
    row.amount.minor > 0n === debit ? (
      <Money amount={{ ...row.amount, minor: debit ? row.amount.minor : -row.amount.minor }} />
    ) : null;
  return (
    <Table
      caption={t('column.postings')}
      dense
      wide
      rows={rows}
      rowKey={(row) => row.transactionId}
      columns={[
        {
          key: 'transaction',
          head: t('column.posting'),
          cell: (row) => (
            <Link className="link figures" href={`/finance/ledger/transactions/${row.transactionId}`}>
              {row.transactionId}
            </Link>
          ),
        },
        { key: 'at', head: t('column.at'), cell: (row) => <Time at={row.effectiveAt} /> },
        { key: 'kind', head: t('column.kind'), cell: (row) => t(`entryKind.${row.kind}`) },
        { key: 'seal', head: t('column.seal'), right: true, cell: (row) => row.seal ?? '–' },
        { key: 'debit', head: t('column.debit'), right: true, cell: (row) => side(row, true) },
        { key: 'credit', head: t('column.credit'), right: true, cell: (row) => side(row, false) },
      ]}
    />
  );
}
