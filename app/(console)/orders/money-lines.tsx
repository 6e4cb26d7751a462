import { Money } from '#components/ui/money.tsx';
import { Table } from '#components/ui/table.tsx';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { Money as Amount } from '#lib/money/money.ts';
import type { Resource } from '#lib/pricing/price.ts';

export type MoneyLine = {
  position: number;
  slug: string;
  city: Record<string, string>;
  resource: Resource;
  quantity: number;
  net: Amount;
};

/** Lines of a quote or an order, with net, tax and total at the foot: the same figures as the invoice. */
export async function MoneyLines({
  lines,
  net,
  tax,
  taxName,
  taxBasisPoints,
  total,
}: {
  lines: readonly MoneyLine[];
  net: Amount;
  tax: Amount;
  taxName: string;
  taxBasisPoints: number;
  total: Amount;
}) {
  const [t, buy, formats] = await Promise.all([getTranslator('orders'), getTranslator('buy'), getFormats()]);
  const taxLabel = taxBasisPoints
    ? buy('tax', { name: taxName, rate: formats.number(taxBasisPoints / 100) })
    : buy('noTax');
  const sums = [
    { label: buy('net'), amount: net, strong: false },
    { label: taxLabel, amount: tax, strong: false },
    { label: buy('total'), amount: total, strong: true },
  ];
  return (
    <>
      <Table
        caption={t('lines')}
        rows={lines}
        rowKey={(line) => String(line.position)}
        columns={[
          {
            key: 'city',
            head: t('column.city'),
            cell: (line) => line.city[formats.locale] ?? line.city.en ?? line.slug,
          },
          { key: 'resource', head: t('column.resource'), cell: (line) => buy(`resource.${line.resource}`) },
          {
            key: 'quantity',
            head: t('column.quantity'),
            right: true,
            cell: (line) =>
              line.resource === 'base'
                ? formats.number(line.quantity)
                : `${formats.number(line.quantity)} ${buy(`unit.${line.resource}`)}`,
          },
          { key: 'net', head: t('column.net'), right: true, cell: (line) => <Money amount={line.net} /> },
        ]}
      />
      <dl className="figures ml-auto grid max-w-xs gap-1 pt-3">
        {sums.map(({ label, amount, strong }) => (
          <div key={label} className={`flex justify-between gap-8 ${strong ? 'text-16 font-semibold' : ''}`}>
            <dt>{label}</dt>
            <dd>
              <Money amount={amount} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
