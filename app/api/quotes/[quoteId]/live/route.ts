import { liveAnswer } from '#app/api/live-answer.ts';
import { quoteVersion } from '#app/api/live-version.ts';
import { getQuote } from '#lib/quotes/get-quote.ts';

/** What moves on a quote's page: its state and what each city node has said. */
export const GET = liveAnswer('quote.live', 'quoteId', async (actor, id) =>
  quoteVersion(await getQuote(actor, id)),
);
