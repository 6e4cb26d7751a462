import { serve } from '#lib/rest/serve.ts';
import { getQuoteOperation } from '#lib/rest/v1/quotes.ts';

export const GET = serve(getQuoteOperation);
