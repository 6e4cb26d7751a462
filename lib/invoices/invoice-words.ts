import type { Formats } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { formatsFor } from '#lib/i18n/format.ts';
import { translatorFor } from '#lib/i18n/translator.ts';
import { formatMoney } from '#lib/money/format-money.ts';
import type { InvoiceRecord } from './get-invoice.ts';

export type InvoiceWords = {
  title: string;
  number: string;
  seller: { label: string; lines: string[] };
  buyer: { label: string; lines: string[] };
  facts: { label: string; value: string }[];
  columns: { what: string; quantity: string; net: string };
  lines: { what: string; quantity: string; net: string }[];
  totals: { label: string; value: string; strong?: boolean }[];
  note: string;
};

/** An invoice or credit note as it is read: the page and the PDF say the same. Days are those of the portal's zone. */
export function invoiceWords(invoice: InvoiceRecord, locale: Locale): InvoiceWords {
  const t = translatorFor(locale, 'invoices');
  const { content } = invoice;
  const formats = formatsFor(locale, content.zone);
  const money = (minor: bigint) => formatMoney({ minor, currency: invoice.total.currency }, locale);
  const { tax } = content;
  return {
    title: t(`kind.${invoice.kind}`),
    number: invoice.number,
    seller: { label: t('seller'), lines: sellerLines(content.seller, t) },
    buyer: {
      label: t('buyer'),
      lines: [
        content.buyer.legalName,
        ...content.buyer.address,
        formats.country(content.buyer.country),
        ...(content.buyer.taxId ? [t('taxId', { id: content.buyer.taxId })] : []),
      ],
    },
    facts: factsOf(invoice, formats, t),
    columns: { what: t('column.what'), quantity: t('column.quantity'), net: t('column.net') },
    lines: content.lines.map((line) => ({
      what: `${line.cityNode[locale] ?? line.cityNode.en ?? ''}, ${line.framework}: ${t(`resource.${line.resource}`)}`,
      quantity: t(`quantity.${line.resource}`, { count: formats.number(line.quantity) }),
      net: money(BigInt(line.net)),
    })),
    totals: [
      { label: t('net'), value: money(invoice.net.minor) },
      ...(tax.name
        ? [
            {
              label: t('tax', { name: tax.name, rate: formats.percent(tax.basisPoints / 10_000, 2) }),
              value: money(invoice.tax.minor),
            },
          ]
        : [{ label: t('noTax'), value: money(0n) }]),
      { label: t('total'), value: money(invoice.total.minor), strong: true },
    ],
    note: invoice.kind === 'invoice' ? t('paidNote') : t('creditNote', { number: content.corrects ?? '' }),
  };
}

type Words = ReturnType<typeof translatorFor>;

function sellerLines(seller: InvoiceRecord['content']['seller'], t: Words): string[] {
  return [
    seller.name,
    ...seller.address.split('\n'),
    ...(seller.taxId ? [t('taxId', { id: seller.taxId })] : []),
    seller.email,
  ].filter(Boolean);
}

function factsOf(
  { content, issuedAt }: InvoiceRecord,
  formats: Formats,
  t: Words,
): { label: string; value: string }[] {
  return [
    { label: t('issued'), value: formats.date(issuedAt) },
    { label: t('paid'), value: formats.date(content.paidAt) },
    { label: t('order'), value: content.orderNumber },
    { label: t('app'), value: content.appName },
    { label: t('term'), value: t(`termLength.${content.term.unit}`, { count: content.term.count }) },
  ];
}
