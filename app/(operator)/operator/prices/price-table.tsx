import { Money } from '#components/ui/money.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import { Table } from '#components/ui/table.tsx';
import type { CityNodeView } from '#lib/catalogue/city-node-view.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { PriceBook, PriceEntry, UnitPrice } from '#lib/pricing/price.ts';

type Row = { key: string; what: string; price: UnitPrice };

/** Every price of a book, an entry a section. */
export async function PriceTable({ book, nodes }: { book: PriceBook; nodes: readonly CityNodeView[] }) {
  const t = await getTranslator('prices');
  const rowsOf = (entry: PriceEntry): Row[] => [
    { key: 'base', what: t('base'), price: entry.base },
    ...entry.tps.map((tier, index) => ({
      key: `tps${index}`,
      what:
        tier.upTo === null
          ? t('tpsRest', { from: (entry.tps[index - 1]?.upTo ?? 0) + 1 })
          : t('tpsUpTo', { from: (entry.tps[index - 1]?.upTo ?? 0) + 1, upTo: tier.upTo }),
      price: tier,
    })),
    { key: 'storage', what: t('storageGb'), price: entry.storageGb },
    { key: 'bandwidth', what: t('bandwidthMbps'), price: entry.bandwidthMbps },
  ];
  const money = (minor: bigint) => <Money amount={{ minor, currency: book.currency }} />;
  return book.entries.map((entry) => {
    const title = `${entry.frameworkId} · ${t(`kind.${entry.kind}`)} · ${placeOf(entry, nodes, t.locale) ?? t('everyNode')}`;
    return (
      <Section key={title} title={title}>
        <Table
          caption={title}
          columns={[
            { key: 'what', head: t('what'), cell: (row: Row) => row.what },
            { key: 'month', head: t('aMonth'), right: true, cell: (row: Row) => money(row.price.month) },
            { key: 'year', head: t('aYear'), right: true, cell: (row: Row) => money(row.price.year) },
          ]}
          rows={rowsOf(entry)}
          rowKey={(row) => row.key}
          dense
        />
      </Section>
    );
  });
}

function placeOf(entry: PriceEntry, nodes: readonly CityNodeView[], locale: string): string | null {
  if (entry.cityNodeId === null) return null;
  const node = nodes.find(({ id }) => id === entry.cityNodeId);
  return node ? (node.city[locale] ?? node.slug) : entry.cityNodeId;
}
