import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeading, Section } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { listPriceBooks, listPriceBooksInput, type PriceBookRow } from '#lib/pricing/list-price-books.ts';
import { listTaxRates } from '#lib/tax/list-tax-rates.ts';
import { stateTone } from './state-tone.ts';
import { TaxRateForm } from './tax-rate-form.tsx';

const path = '/operator/prices';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('prices');
  return { title: t('title') };
}

export default async function PricesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await getActor();
  if (!actor) redirect(`/sign-in?next=${path}`);
  if (!actor.can.has('priceBook.read')) return <NoPermission permission="priceBook.read" back="/operator" />;
  const query = await searchParams;
  const [t, books] = await Promise.all([
    getTranslator('prices'),
    listPriceBooks(
      actor,
      listPriceBooksInput.safeParse(flatQuery(query)).data ?? listPriceBooksInput.parse({}),
    ),
  ]);
  const waiting = books.rows.find((row) => row.state === 'proposed');
  const mayPropose = actor.can.has('priceBook.propose');
  return (
    <>
      <PageHeading
        title={t('title')}
        lead={t('lead')}
        actions={
          mayPropose && (
            <LinkButton href={`${path}/new`} look="primary">
              {t('propose')}
            </LinkButton>
          )
        }
      />
      {waiting && (
        <Notice
          tone="warn"
          title={t('waiting', { version: waiting.book.version })}
          action={<LinkButton href={`${path}/${waiting.book.version}`}>{t('review')}</LinkButton>}
        >
          {t('waitingText', { person: waiting.proposedBy })}
        </Notice>
      )}
      <Section title={t('versions')}>
        <Table
          caption={t('versions')}
          columns={[
            {
              key: 'version',
              head: t('version'),
              cell: (row: PriceBookRow) => t('versionN', { version: row.book.version }),
            },
            {
              key: 'state',
              head: t('state'),
              cell: (row) => (
                <Badge tone={row.inForce ? 'good' : stateTone[row.state]}>
                  {row.inForce ? t('inForce') : t(`states.${row.state}`)}
                </Badge>
              ),
            },
            { key: 'from', head: t('effectiveFrom'), cell: (row) => <Time at={row.effectiveFrom} /> },
            { key: 'by', head: t('proposedBy'), cell: (row) => row.proposedBy },
            { key: 'decided', head: t('decidedBy'), cell: (row) => row.decidedBy || '–' },
            { key: 'note', head: t('note'), cell: (row) => row.note, wideOnly: true },
          ]}
          rows={books.rows}
          rowKey={(row) => row.book.id}
          href={(row) => `${path}/${row.book.version}`}
        />
        <Pager
          path={path}
          query={query}
          nextCursor={books.nextCursor === null ? null : String(books.nextCursor)}
        />
      </Section>
      <TaxRates actor={actor} mayPropose={mayPropose} />
    </>
  );
}

async function TaxRates({ actor, mayPropose }: { actor: Actor; mayPropose: boolean }) {
  const [t, formats, rates] = await Promise.all([getTranslator('prices'), getFormats(), listTaxRates(actor)]);
  return (
    <Section title={t('taxRates')} lead={t('taxLead')}>
      <Table
        caption={t('taxRates')}
        columns={[
          {
            key: 'country',
            head: t('buyerCountry'),
            cell: (row: (typeof rates)[number]) =>
              row.buyerCountry ? formats.country(row.buyerCountry) : t('everywhereElse'),
          },
          { key: 'kind', head: t('buyerKind'), cell: (row) => t(`buyerKinds.${row.buyerKind}`) },
          { key: 'name', head: t('taxName'), cell: (row) => row.name },
          {
            key: 'rate',
            head: t('rate'),
            right: true,
            cell: (row) => formats.percent(row.basisPoints / 10_000, 2),
          },
          {
            key: 'from',
            head: t('effectiveFrom'),
            cell: (row) => <Time at={row.effectiveFrom} precision="day" />,
          },
        ]}
        rows={rates}
        rowKey={(row) => row.id}
        dense
      />
      {mayPropose && (
        <details className="mt-4">
          <summary className="link cursor-pointer">{t('addTaxRate')}</summary>
          <div className="mt-4">
            <ClientMessages namespaces={['prices']}>
              <TaxRateForm requestId={newId()} />
            </ClientMessages>
          </div>
        </details>
      )}
    </Section>
  );
}
