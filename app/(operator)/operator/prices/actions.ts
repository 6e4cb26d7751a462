'use server';
import { redirect } from 'next/navigation';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { formAction } from '#lib/actions/form-action.ts';
import { nested } from '#lib/actions/nested.ts';
import { thenParse } from '#lib/actions/then-parse.ts';
import { decidePriceBook, decidePriceBookInput } from '#lib/pricing/decide-price-book.ts';
import { proposePriceBook, proposePriceBookInput } from '#lib/pricing/propose-price-book.ts';
import { typedPrices } from '#lib/pricing/typed-prices.ts';
import { addTaxRate, addTaxRateInput } from '#lib/tax/add-tax-rate.ts';

const percent = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,2})?$/, 'prices.notAPercentage')
  .transform((text) => Math.round(Number(text) * 100));

/** The form's flat names (`entries.0.base.month`) as one price book, amounts in the book's own currency. */
const priceBookForm = z
  .record(z.string(), z.unknown())
  .transform(({ requestId, currency, effectiveFrom, note, ...rest }, context) => {
    const typed = typedPrices(String(currency)).safeParse(nested(rest));
    if (typed.success) return { requestId, currency, effectiveFrom, note, prices: typed.data };
    for (const { path, message } of typed.error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  })
  .transform(thenParse(proposePriceBookInput));

export const proposePriceBookAction = formAction({
  name: 'priceBook.propose',
  input: priceBookForm,
  run: async (actor, input) => {
    const { version } = await proposePriceBook(actor, input);
    redirect(`/operator/prices/${version}`);
  },
});

export const decidePriceBookAction = formAction({
  name: 'priceBook.decide',
  input: decidePriceBookInput,
  run: async (actor, input) => {
    await decidePriceBook(actor, input);
    refresh();
  },
});

export const addTaxRateAction = formAction({
  name: 'taxRate.add',
  input: z
    .object({ percent })
    .loose()
    .transform(({ percent: basisPoints, ...rest }) => ({ ...rest, basisPoints }))
    .transform(thenParse(addTaxRateInput)),
  run: async (actor, input) => {
    await addTaxRate(actor, input);
    refresh();
  },
});
