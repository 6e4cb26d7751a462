import { z } from 'zod';
import { parseMoney } from '#lib/money/parse-money.ts';
import { priceBookPrices, type PriceBookPrices } from './price-book.ts';

const amount = (currency: string) =>
  z.string().transform((text, context) => {
    const money = parseMoney(text, currency);
    if (money) return money.minor.toString();
    context.addIssue({ code: 'custom', message: 'prices.notAnAmount' });
    return z.NEVER;
  });

/** Prices as an operator types them (`39.60`), turned into what a price book stores; errors name the field. */
export function typedPrices(currency: string): z.ZodType<PriceBookPrices> {
  const unit = z.object({ month: amount(currency), year: amount(currency) });
  const upTo = z.union([
    z.literal('').transform(() => null),
    z.coerce.number({ error: 'prices.notACount' }).int('prices.notACount').positive('prices.notACount'),
  ]);
  const entry = z.object({
    frameworkId: z.string(),
    kind: z.enum(['permissioned', 'public']),
    cityNodeId: z.union([z.literal('').transform(() => null), z.uuid()]),
    base: unit,
    tps: z.array(unit.extend({ upTo })),
    storageGb: unit,
    bandwidthMbps: unit,
  });
  const typed = z.object({ entries: z.array(entry) });
  return typed.superRefine((prices, context) => {
    for (const issue of priceBookPrices.safeParse(prices).error?.issues ?? [])
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
  });
}
