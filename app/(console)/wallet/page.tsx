import Link from 'next/link';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Figure, Figures } from '#components/ui/figure.tsx';
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
import { availableMethods } from '#lib/payments/providers.ts';
import { listOpenTopUps, type OpenTopUp } from '#lib/wallet/list-open-top-ups.ts';
import { listWalletPostings, listWalletPostingsInput } from '#lib/wallet/list-wallet-postings.ts';
import { walletBalance } from '#lib/wallet/wallet-balance.ts';
import { BankDetails } from '../orders/bank-details.tsx';
import { Confirming } from '../orders/confirming.tsx';
import { GoToPayPage } from '../orders/go-to-pay-page.tsx';
import { LiveRefresh } from '../orders/live-refresh.tsx';
import { TopUpForm } from './top-up-form.tsx';

export async function generateMetadata() {
  const t = await getTranslator('wallet');
  return { title: t('title') };
}

export default async function WalletPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await getActor();
  if (!actor) redirect('/sign-in?next=/wallet');
  if (!actor.can.has('wallet.read')) return <NoPermission permission="wallet.read" back="/apps" />;
  const query = await searchParams;
  const [t, open] = await Promise.all([getTranslator('wallet'), listOpenTopUps(actor)]);
  // Read after: one that arrives in between would be neither open, and so followed, nor in the balance.
  const balance = await walletBalance(actor);
  const paying = open.find(({ id, provider }) => id === query.pay && provider !== 'remittance');
  const back = open.find(({ id, state }) => id === query.paid && state === 'pending');
  const mayPay = actor.can.has('payment.make');
  const methods = availableMethods().filter((method) => method !== 'wallet');
  return (
    <ClientMessages namespaces={['wallet', 'orders', 'payments']}>
      <PageHeading title={t('title')} lead={t('lead')} />
      {paying && <GoToPayPage paymentId={paying.id} here="/wallet" />}
      {back && <Confirming paymentId={back.id} />}
      <Figures>
        <Figure label={t('balance')} value={<Money amount={balance} />} />
      </Figures>
      {open.map((topUp) => (
        <OpenTopUpSection key={topUp.id} topUp={topUp} />
      ))}
      {mayPay && (
        <Section title={t('topUp')} lead={t('topUpLead')}>
          <TopUpForm requestId={newId()} currency={balance.currency} methods={methods} />
        </Section>
      )}
      <Section title={t('postings')} lead={t('postingsLead')}>
        <Postings actor={actor} query={query} />
      </Section>
    </ClientMessages>
  );
}

async function OpenTopUpSection({ topUp }: { topUp: OpenTopUp }) {
  const [t, orders] = await Promise.all([getTranslator('wallet'), getTranslator('orders')]);
  const live = (
    <LiveRefresh
      url={`/api/payments/${topUp.id}/live`}
      version={topUp.state}
      everyMs={topUp.identificationCode ? 15_000 : 1_500}
    />
  );
  if (topUp.identificationCode) {
    return (
      <Section title={t('openRemittance')} lead={t('remittanceLead')}>
        {live}
        <div className="max-w-xl">
          <BankDetails amount={topUp.amount} code={topUp.identificationCode} />
        </div>
      </Section>
    );
  }
  return (
    <Section title={t('openCard')} lead={<Money amount={topUp.amount} />}>
      {live}
      {topUp.payUrl ? (
        <a href={topUp.payUrl} className={buttonClass()}>
          {orders('toPayPage')}
        </a>
      ) : (
        <p className="text-quiet">{orders('preparing')}</p>
      )}
    </Section>
  );
}

async function Postings({ actor, query }: { actor: Actor; query: Query }) {
  const t = await getTranslator('wallet');
  const { cursor } = flatQuery(query);
  const input = listWalletPostingsInput.safeParse({ cursor });
  const { rows, nextCursor } = await listWalletPostings(
    actor,
    input.success ? input.data : listWalletPostingsInput.parse({}),
  );
  if (rows.length === 0) return <EmptyState title={t('emptyTitle')}>{t('emptyText')}</EmptyState>;
  return (
    <>
      <Table
        caption={t('postings')}
        rows={rows}
        rowKey={(row) => row.transactionId}
        columns={[
          { key: 'at', head: t('column.at'), cell: (row) => <Time at={row.at} /> },
          { key: 'kind', head: t('column.kind'), cell: (row) => t(`kind.${row.kind}`) },
          {
            key: 'order',
            head: t('column.order'),
            cell: (row) =>
              row.order && (
                <Link className="link" href={`/orders/${row.order.id}`}>
                  {row.order.number}
                </Link>
              ),
          },
          {
            key: 'amount',
            head: t('column.amount'),
            right: true,
            cell: (row) => <Money amount={row.amount} signed />,
          },
        ]}
      />
      <Pager path="/wallet" query={{ cursor: query.cursor }} nextCursor={nextCursor} />
    </>
  );
}
