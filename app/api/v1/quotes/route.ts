import { serve } from '#lib/rest/serve.ts';
import { createQuoteOperation } from '#lib/rest/v1/quotes.ts';

export const POST = serve(createQuoteOperation);
