import { z } from 'zod';
import { holdRefusal } from '#lib/capacity/hold-detail.ts';
import { createQuote, createQuoteInput } from '#lib/quotes/create-quote.ts';
import { getQuote } from '#lib/quotes/get-quote.ts';
import { quoteState } from '#lib/quotes/quote-state.ts';
import { readOperation, writeOperation } from '../operation.ts';
import { amount, instant, texts } from '../shapes.ts';

const quantity = z.int().min(1).max(1_000_000);
const term = z.object({ unit: z.enum(['month', 'year']), count: z.int().min(1).max(36) });

const state = z
  .enum(['asking', 'held', 'holdRefused', 'notAllowed', 'expired', 'ordered'])
  .describe('Only a held quote can be ordered; asking: the city nodes have not answered yet');

const quote = z.object({
  id: z.uuid(),
  number: z.string(),
  state,
  appName: z.string(),
  frameworkId: z.string(),
  term,
  priceBookVersion: z.int(),
  lines: z.array(
    z.object({
      position: z.int(),
      cityNodeId: z.uuid(),
      resource: z.enum(['base', 'tps', 'storage', 'bandwidth']),
      quantity: z.int(),
      net: amount,
    }),
  ),
  net: amount,
  tax: amount,
  taxName: z.string(),
  taxBasisPoints: z.int(),
  total: amount,
  verdict: z.object({ allowed: z.boolean(), ruleId: z.string().nullable(), ruleSetVersion: z.int() }),
  holds: z.array(
    z.object({
      cityNodeId: z.uuid(),
      offeringId: z.uuid(),
      city: texts,
      state: z.enum(['asking', 'held', 'refused', 'released', 'used']),
    }),
  ),
  refusals: z
    .array(holdRefusal.pick({ cityNodeId: true, reason: true, short: true, alternatives: true }))
    .describe(
      'Of a refused hold: which city node could not, why, what is left there, and who else has that much',
    ),
  expiresAt: instant,
  orderId: z.uuid().nullable(),
});

export const createQuoteOperation = writeOperation(
  'POST',
  'createQuote',
  {
    path: '/quotes',
    tag: 'Buying',
    summary: 'Freeze an offer and ask each city node to hold its capacity',
    status: 201,
    body: z.object({
      appName: z.string().max(200),
      category: z.string().max(60).optional(),
      nodes: z
        .array(
          z.object({ offeringId: z.uuid(), tps: quantity, storageGb: quantity, bandwidthMbps: quantity }),
        )
        .min(1)
        .max(20),
      term,
    }),
    result: z.object({ quoteId: z.uuid(), state }),
    waits: true,
  },
  async (actor, { body, requestId, waitMs }) => {
    const { quoteId } = await createQuote(actor, createQuoteInput.parse({ ...body, requestId }));
    return { quoteId, state: await quoteState(actor, quoteId, waitMs) };
  },
);

export const getQuoteOperation = readOperation(
  'getQuote',
  {
    path: '/quotes/{quoteId}',
    tag: 'Buying',
    summary: 'A quote as it stands',
    params: z.object({ quoteId: z.uuid() }),
    result: quote,
    waits: true,
  },
  async (actor, { params, waitMs }) => {
    if (waitMs > 0) await quoteState(actor, params.quoteId, waitMs);
    return getQuote(actor, params.quoteId);
  },
);
