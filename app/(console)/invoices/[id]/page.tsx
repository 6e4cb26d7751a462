import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { buttonClass } from '#components/ui/button.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { NoPermission } from '#components/ui/no-permission.tsx';
import { RecordHeader } from '#components/ui/page-heading.tsx';
import { Table } from '#components/ui/table.tsx';
import { getActor } from '#lib/auth/get-actor.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { getInvoice } from '#lib/invoices/get-invoice.ts';
import { invoiceWords, type InvoiceWords } from '#lib/invoices/invoice-words.ts';

type Props = PageProps<'/invoices/[id]'>;

export async function generateMetadata() {
  const t = await getTranslator('invoices');
  return { title: t('title') };
}

export default async function InvoicePage({ params }: Props) {
  const [actor, { id }] = await Promise.all([getActor(), params]);
  if (!actor) redirect(`/sign-in?next=/invoices/${id}`);
  if (!actor.can.has('invoice.read') && !actor.can.has('portalOrder.read'))
    return <NoPermission permission="invoice.read" back="/apps" />;
  const [t, invoice] = await Promise.all([getTranslator('invoices'), getInvoice(actor, id)]);
  if (!invoice) notFound();
  const words = invoiceWords(invoice, t.locale);
  return (
    <>
      <RecordHeader
        back={actor.can.has('invoice.read') ? { href: '/invoices', label: t('title') } : undefined}
        title={`${words.title} ${invoice.number}`}
        sub={<span>{invoice.content.seller.brandName}</span>}
        actions={
          <>
            {invoice.orderId && actor.can.has('order.read') && (
              <Link className={buttonClass({ look: 'quiet' })} href={`/orders/${invoice.orderId}`}>
                {t('toOrder')}
              </Link>
            )}
            <a className={buttonClass({ look: 'primary' })} href={`/api/invoices/${id}/pdf`} download>
              {t('downloadPdf')}
            </a>
          </>
        }
      />
      <div className="grid gap-8 sm:grid-cols-2">
        <Party {...words.seller} />
        <Party {...words.buyer} />
      </div>
      <div className="my-8">
        <Facts columns items={words.facts} />
      </div>
      <Lines words={words} caption={t('lines')} />
      <p className="mt-6 text-quiet">
        {words.note}
        {invoice.counterpart && (
          <>
            {' '}
            <Link className="link" href={`/invoices/${invoice.counterpart.id}`}>
              {t('seeAlso', { number: invoice.counterpart.number })}
            </Link>
          </>
        )}
      </p>
    </>
  );
}

function Party({ label, lines }: { label: string; lines: string[] }) {
  return (
    <div>
      <h2 className="text-13 font-normal text-quiet">{label}</h2>
      {lines.map((line, place) => (
        <p key={place} className={place === 0 ? 'font-semibold' : ''}>
          {line}
        </p>
      ))}
    </div>
  );
}

function Lines({ words, caption }: { words: InvoiceWords; caption: string }) {
  const rows = words.lines.map((line, place) => ({ ...line, key: String(place) }));
  return (
    <Table
      caption={caption}
      dense
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        { key: 'what', head: words.columns.what, cell: (row) => row.what },
        { key: 'quantity', head: words.columns.quantity, right: true, cell: (row) => row.quantity },
        { key: 'net', head: words.columns.net, right: true, cell: (row) => row.net },
      ]}
      foot={words.totals.map(({ label, value }) => ({ what: label, net: value }))}
    />
  );
}
