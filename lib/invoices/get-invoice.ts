import { and, eq, or } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { invoices } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Money } from '#lib/money/money.ts';
import { invoiceContentSchema, type InvoiceContent } from './invoice-content.ts';

export type InvoiceRecord = {
  id: string;
  kind: 'invoice' | 'creditNote';
  number: string;
  orderId: string | null;
  net: Money;
  tax: Money;
  total: Money;
  issuedAt: Date;
  content: InvoiceContent;
  /** The document that it takes back, or that took it back. */
  counterpart: { id: string; number: string } | null;
};

/** One document as it was issued: of the actor's own organisation, or any for staff who read orders. Null: not to be seen. */
export async function getInvoice(actor: Actor, id: string, conn: Conn = db()): Promise<InvoiceRecord | null> {
  const staff = actor.can.has('portalOrder.read');
  if (!staff) demand(actor, 'invoice.read');
  if (!z.uuid().safeParse(id).success) return null;
  const [row] = await conn
    .select()
    .from(invoices)
    .where(and(eq(invoices.id, id), staff ? undefined : eq(invoices.orgId, actor.orgId)));
  if (!row) return null;
  const [counterpart] = await conn
    .select({ id: invoices.id, number: invoices.number })
    .from(invoices)
    .where(
      and(
        eq(invoices.orgId, row.orgId),
        or(eq(invoices.corrects, row.id), row.corrects ? eq(invoices.id, row.corrects) : undefined),
      ),
    );
  const money = (minor: bigint): Money => ({ minor, currency: row.currency });
  return {
    id: row.id,
    kind: row.kind,
    number: row.number,
    orderId: row.orderId,
    net: money(row.net),
    tax: money(row.tax),
    total: money(row.total),
    issuedAt: row.issuedAt,
    content: invoiceContentSchema.parse(row.content),
    counterpart: counterpart ?? null,
  };
}
