import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { brandOf } from '#lib/brand/brand-of.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { newId } from '#lib/ids/new-id.ts';
import { invoiceContentSchema, type InvoiceContent } from './invoice-content.ts';
import { takeNumber } from './next-number.ts';

export type Issued = { id: string; number: string };

/** An invoice that only wants its number; or the one that the order has. */
export type InvoiceDraft =
  { issued: Issued } | { issued: null; orderId: string; amounts: Amounts; content: InvoiceContent };

/**
 * Issues the invoice of a paid order inside the caller's transaction, built from the order's own lines, with the next
 * number of the series. Call it last: the series is locked until the transaction ends. An order that has its invoice
 * gives that one. `issuedAt` is the portal's present instant unless history is being laid.
 */
export async function issueInvoice(
  tx: Conn,
  { orderId, issuedAt }: { orderId: string; issuedAt?: Date },
): Promise<Issued> {
  return numberInvoice(tx, await draftInvoice(tx, orderId), issuedAt);
}

/** Everything of an order's invoice but its number; locks nothing. */
export async function draftInvoice(tx: Conn, orderId: string): Promise<InvoiceDraft> {
  const [order, seller] = await together(
    () => billedOrder(tx, orderId),
    () => sellerNow(tx),
  );
  if (order.invoice) return { issued: order.invoice };
  const content = invoiceContentSchema.parse({
    schema: 1,
    seller,
    ...order.content,
    zone: portalEnv().PORTAL_ZONE,
  });
  return { issued: null, orderId, amounts: order, content };
}

/** Gives a draft the next number of the series, which stays locked until the transaction ends: call it last. */
export async function numberInvoice(tx: Conn, draft: InvoiceDraft, issuedAt?: Date): Promise<Issued> {
  if (draft.issued) return draft.issued;
  const { orderId, amounts, content } = draft;
  return insertNumbered(tx, { kind: 'invoice', orderId, corrects: null, amounts, content, issuedAt });
}

/**
 * Issues the credit note that takes a refunded order's whole invoice back: the same content with amounts negated, and
 * the seller as it is now. Inside the caller's transaction, last; an order that has one gives that one.
 */
export async function issueCreditNote(
  tx: Conn,
  { orderId, issuedAt }: { orderId: string; refundId: string; issuedAt?: Date },
): Promise<Issued> {
  const { rows } = await tx.execute<Amounts & { id: string; number: string; kind: string; content: unknown }>(
    sql`select id, number, kind, org_id, currency, net::text, tax::text, total::text, content
          from invoices where order_id = ${orderId}`,
  );
  const issued = rows.find(({ kind }) => kind === 'creditNote');
  if (issued) return { id: issued.id, number: issued.number };
  const invoice = rows.find(({ kind }) => kind === 'invoice');
  if (!invoice) throw new Error(`order ${orderId} has no invoice to take back`);
  const content = invoiceContentSchema.parse(invoice.content);
  return insertNumbered(tx, {
    kind: 'creditNote',
    orderId,
    corrects: invoice.id,
    amounts: {
      ...invoice,
      net: negated(invoice.net),
      tax: negated(invoice.tax),
      total: negated(invoice.total),
    },
    content: {
      ...content,
      seller: await sellerNow(tx),
      corrects: invoice.number,
      lines: content.lines.map((line) => ({ ...line, net: negated(line.net) })),
    },
    issuedAt,
  });
}

type Amounts = { org_id: string; currency: string; net: string; tax: string; total: string };

async function sellerNow(tx: Conn): Promise<InvoiceContent['seller']> {
  const brand = await brandOf('*', tx);
  return {
    brandName: brand.name,
    name: brand.sellerName,
    address: brand.sellerAddress,
    taxId: brand.sellerTaxId,
    email: brand.supportEmail,
  };
}

type BilledOrder = Amounts & { invoice: Issued | null; content: Record<string, unknown> };

async function billedOrder(tx: Conn, orderId: string): Promise<BilledOrder> {
  const { rows } = await tx.execute<BilledOrder & { buyer: unknown }>(sql`
    select o.org_id, o.currency, o.net::text, o.tax::text, o.total::text, q.buyer,
           (select json_build_object('id', i.id, 'number', i.number) from invoices i
             where i.order_id = o.id and i.kind = 'invoice') as invoice,
           json_build_object(
             'orderNumber', o.number, 'appName', o.app_name,
             'paidAt', to_char(coalesce(o.paid_at, portal_now()) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
             'term', json_build_object('unit', q.term_unit, 'count', q.term_count),
             'tax', json_build_object('name', q.tax_name, 'basisPoints', q.tax_basis_points),
             'lines', (
               select json_agg(json_build_object('position', l.position, 'cityNode', n.city, 'framework', f.name,
                        'resource', l.resource, 'quantity', l.quantity, 'net', l.net::text) order by l.position)
                 from order_lines l
                 join city_nodes n on n.id = l.city_node_id
                 join frameworks f on f.id = l.framework_id
                where l.order_id = o.id)) as content
      from orders o join quotes q on q.id = o.quote_id
     where o.id = ${orderId}`);
  const [order] = rows;
  if (!order) throw new Error(`order ${orderId} is not there to be billed`);
  return { ...order, content: { ...order.content, buyer: buyerOf(order.buyer) } };
}

const billingProfile = z.object({
  legalName: z.string(),
  country: z.string(),
  taxId: z.string().default(''),
  address: z.object({
    lines: z.array(z.string()),
    city: z.string().default(''),
    region: z.string().default(''),
    postalCode: z.string().default(''),
  }),
});

/** The buyer as the quote froze it: a copy of the billing profile. */
function buyerOf(profile: unknown): InvoiceContent['buyer'] {
  const { legalName, country, taxId, address } = billingProfile.parse(profile);
  const place = [address.postalCode, address.city].filter(Boolean).join(' ');
  return { legalName, country, taxId, address: [...address.lines, place, address.region].filter(Boolean) };
}

type NewInvoice = {
  kind: 'invoice' | 'creditNote';
  orderId: string;
  corrects: string | null;
  amounts: Amounts;
  content: InvoiceContent;
  issuedAt: Date | undefined;
};

async function insertNumbered(tx: Conn, invoice: NewInvoice): Promise<Issued> {
  const prefix = invoice.kind === 'invoice' ? 'INV-' : 'CN-';
  const { org_id, currency, net, tax, total } = invoice.amounts;
  const { rows } = await tx.execute<Issued>(sql`
    with ${takeNumber(invoice.kind)}
    insert into invoices (id, kind, org_id, order_id, corrects, number, currency, net, tax, total, content, issued_at)
    select ${newId()}::uuid, ${invoice.kind}::text, ${org_id}::uuid, ${invoice.orderId}::uuid, ${invoice.corrects}::uuid,
           ${prefix}::text || lpad(taken.last::text, greatest(6, length(taken.last::text)), '0'), ${currency}::text, ${net}::bigint, ${tax}::bigint, ${total}::bigint,
           ${JSON.stringify(invoice.content)}::jsonb,
           coalesce(${invoice.issuedAt?.toISOString() ?? null}::timestamptz, portal_now())
      from taken
    returning id, number`);
  const [issued] = rows;
  if (!issued) throw new Error('the invoice was not written');
  return issued;
}

const negated = (amount: string): string => (-BigInt(amount)).toString();
