import { z } from 'zod';
import { decimalOf } from '#lib/money/format-money.ts';
import type { Money } from '#lib/money/money.ts';

/** An instant as JSON has it. */
export const instant = z
  .date()
  .transform((date) => date.toISOString())
  .pipe(z.iso.datetime());

/** An amount as JSON has it: decimal text in the currency's own digits, so that nothing is lost on the way. */
export const amount = z
  .custom<Money>()
  .transform((money) => ({ amount: decimalOf(money), currency: money.currency }))
  .pipe(
    z.object({
      amount: z.string().regex(/^-?\d+(\.\d+)?$/),
      currency: z.string().length(3),
    }),
  );

/** A page of a list. Pass `nextCursor` back as `cursor` for the next one; null is the end. */
export const page = <Row extends z.ZodType>(row: Row) =>
  z.object({ rows: z.array(row), nextCursor: z.string().nullable() });

export const paging = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
};

/** Texts by language. */
export const texts = z.record(z.string(), z.string());
