import { z } from 'zod';

const amount = z.string().regex(/^-?\d+$/);

/** What an invoice or credit note says, frozen when it is issued. Amounts are minor units as decimal strings. */
export const invoiceContentSchema = z.object({
  schema: z.literal(1),
  seller: z.object({
    brandName: z.string(),
    name: z.string(),
    address: z.string(),
    taxId: z.string(),
    email: z.string(),
  }),
  buyer: z.object({
    legalName: z.string(),
    country: z.string(),
    taxId: z.string(),
    address: z.array(z.string()),
  }),
  orderNumber: z.string(),
  appName: z.string(),
  term: z.object({ unit: z.enum(['month', 'year']), count: z.number().int() }),
  paidAt: z.string(),
  /** Where the portal cuts its days. */
  zone: z.string(),
  lines: z.array(
    z.object({
      position: z.number().int(),
      cityNode: z.record(z.string(), z.string()),
      framework: z.string(),
      resource: z.enum(['base', 'tps', 'storage', 'bandwidth']),
      quantity: z.number().int(),
      net: amount,
    }),
  ),
  tax: z.object({ name: z.string(), basisPoints: z.number().int() }),
  /** Credit note: number of the invoice that it takes back. */
  corrects: z.string().optional(),
});

export type InvoiceContent = z.output<typeof invoiceContentSchema>;
