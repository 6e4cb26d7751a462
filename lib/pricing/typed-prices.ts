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

/** `{ 'entries.0.base.month': '1' }` as nested data; a run of whole numbers from nought is an array. */
export function nested(flat: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(flat)) {
    const path = name.split('.');
    if (path.some((part) => part === '__proto__' || part === 'constructor')) continue;
    let at: Record<string, unknown> = root;
    for (const part of path.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
    at[path.at(-1) ?? ''] = value;
  }
  return arrays(root) as Record<string, unknown>;
}

function arrays(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, arrays(inner)] as const);
  const isArray = entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key));
  return isArray
    ? [...entries].sort(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => inner)
    : Object.fromEntries(entries);
}
