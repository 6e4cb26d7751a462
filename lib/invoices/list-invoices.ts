import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { invoices } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Money } from '#lib/money/money.ts';
import { pageCursorField } from '#lib/paging/page-cursor.ts';
import { behind, pageOf } from '#lib/paging/page.ts';

export const invoiceKinds = invoices.kind.enumValues;

export const listInvoicesInput = z
  .object({
    kind: z.enum(invoiceKinds).optional(),
    cursor: pageCursorField,
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .brand<'ListInvoices'>();

export type InvoiceRow = {
  id: string;
  kind: (typeof invoiceKinds)[number];
  number: string;
  orderId: string | null;
  total: Money;
  issuedAt: Date;
};

/** Invoices and credit notes of the actor's organisation, newest first. */
export async function listInvoices(
  actor: Actor,
  input: z.output<typeof listInvoicesInput>,
  conn: Conn = db(),
): Promise<{ rows: InvoiceRow[]; nextCursor: string | null }> {
  demand(actor, 'invoice.read');
  const found = await conn
    .select({
      id: invoices.id,
      kind: invoices.kind,
      number: invoices.number,
      orderId: invoices.orderId,
      total: invoices.total,
      currency: invoices.currency,
      issuedAt: invoices.issuedAt,
    })
    .from(invoices)
    .where(
      and(
        eq(invoices.orgId, actor.orgId),
        input.kind ? eq(invoices.kind, input.kind) : undefined,
        behind(input.cursor, invoices.issuedAt, invoices.id),
      ),
    )
    .orderBy(desc(invoices.issuedAt), desc(invoices.id))
    .limit(input.limit + 1);
  const rows = found.map(({ currency, total, ...row }) => ({ ...row, total: { minor: total, currency } }));
  return pageOf(rows, input.limit, ({ issuedAt }) => issuedAt);
}
