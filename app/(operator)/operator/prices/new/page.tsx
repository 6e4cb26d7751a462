import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClientMessages } from '#components/i18n/client-messages.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { getActor } from '#lib/auth/get-actor.ts';
import { catalogueChoices } from '#lib/catalogue/catalogue-choices.ts';
import { listCityNodes, listCityNodesInput } from '#lib/catalogue/list-city-nodes.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { decimalOf } from '#lib/money/format-money.ts';
import { currentPriceBook } from '#lib/pricing/current-price-book.ts';
import { listPriceBooks, listPriceBooksInput } from '#lib/pricing/list-price-books.ts';
import type { PriceBook, UnitPrice } from '#lib/pricing/price.ts';
import { PriceBookForm, type TypedEntry } from './price-book-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('prices');
  return { title: t('newTitle') };
}

export default async function NewPriceBookPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await getActor();
  if (!actor) redirect('/sign-in?next=/operator/prices/new');
  if (!actor.can.has('priceBook.propose'))
    return <NoPermission permission="priceBook.propose" back="/operator/prices" />;
  const from = Number(flatQuery(await searchParams).from ?? 0);
  const [t, choices, nodes, books] = await Promise.all([
    getTranslator('prices'),
    catalogueChoices(),
    listCityNodes(listCityNodesInput.parse({ limit: 200 })),
    listPriceBooks(
      actor,
      listPriceBooksInput.parse(from > 0 ? { cursor: from + 1, limit: 1 } : { limit: 1 }),
    ),
  ]);
  const basis = from > 0 ? books.rows[0]?.book : undefined;
  const book = basis ?? (await currentPriceBook());
  return (
    <>
      <PageHeading
        title={t('newTitle')}
        lead={t('newLead', { version: book.version })}
        back={{ href: '/operator/prices', label: t('title') }}
      />
      <ClientMessages namespaces={['prices']}>
        <PriceBookForm
          requestId={newId()}
          currency={book.currency}
          entries={typedEntries(book)}
          frameworks={frameworkOptions(choices.frameworks, book)}
          nodes={nodes.rows.map((node) => ({ value: node.id, label: node.city[t.locale] ?? node.slug }))}
        />
      </ClientMessages>
    </>
  );
}

/** Frameworks on sale, and those that the book already has a price for: an entry never loses its own. */
function frameworkOptions(onSale: readonly { id: string; name: string }[], book: PriceBook) {
  const names = new Map(book.entries.map(({ frameworkId }) => [frameworkId, frameworkId]));
  for (const { id, name } of onSale) names.set(id, name);
  return [...names].map(([value, label]) => ({ value, label }));
}

function typedEntries(book: PriceBook): TypedEntry[] {
  const typed = (minor: bigint) => decimalOf({ minor, currency: book.currency });
  const unit = ({ month, year }: UnitPrice) => ({ month: typed(month), year: typed(year) });
  return book.entries.map((entry) => ({
    frameworkId: entry.frameworkId,
    kind: entry.kind,
    cityNodeId: entry.cityNodeId ?? '',
    base: unit(entry.base),
    tps: entry.tps.map((tier) => ({ ...unit(tier), upTo: tier.upTo === null ? '' : String(tier.upTo) })),
    storageGb: unit(entry.storageGb),
    bandwidthMbps: unit(entry.bandwidthMbps),
  }));
}
