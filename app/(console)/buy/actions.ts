'use server';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { formAction } from '#lib/actions/form-action.ts';
import { saveBillingProfile, saveBillingProfileInput } from '#lib/organisations/save-billing-profile.ts';
import { createQuote, createQuoteInput } from '#lib/quotes/create-quote.ts';

/** The cart travels as one JSON field; everything in it is checked by the verb's own schema. */
const quoteForm = z.preprocess((form) => {
  const { cart, ...rest } = z.record(z.string(), z.unknown()).parse(form);
  return { ...rest, ...readJson(cart) };
}, createQuoteInput);

export const createQuoteAction = formAction({
  name: 'quote.create',
  input: quoteForm,
  run: async (actor, input) => {
    const { quoteId } = await createQuote(actor, input);
    redirect(`/quotes/${quoteId}`);
  },
});

export const saveProfileAction = formAction({
  name: 'billingProfile.save',
  input: saveBillingProfileInput,
  run: (actor, input) => saveBillingProfile(actor, input),
});

function readJson(text: unknown): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(String(text)));
  } catch {
    return {}; // the verb's schema then says what is missing
  }
}
