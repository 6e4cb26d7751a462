import { liveAnswer } from '#app/api/live-answer.ts';
import { getQuote } from '#lib/quotes/get-quote.ts';

/** What moves on a quote's page: its state and what each city node has said. */
export const GET = liveAnswer('quote.live', 'quoteId', async (actor, id) => {
  const { state, holds } = await getQuote(actor, id);
  return {
    version: [state, ...holds.map((hold) => hold.state)].join(' '),
    final: state !== 'asking' && state !== 'held',
  };
});
