import { z } from 'zod';
import { partyOrder } from './parties.ts';
import type { Totals } from './week-totals.ts';

const amount = z.string().regex(/^-?\d+$/);

/** Reads back the totals that were stored when a week was issued. */
export const totalsSchema: z.ZodType<Totals> = z.object({
  currency: z.string(),
  collected: amount,
  refunds: amount,
  tax: amount,
  net: amount,
  lines: z.number().int(),
  orders: z.number().int(),
  parties: z.array(
    z.object({
      party: z.enum(partyOrder),
      partyId: z.string(),
      name: z.string(),
      lines: z.number().int(),
      amount,
    }),
  ),
});
