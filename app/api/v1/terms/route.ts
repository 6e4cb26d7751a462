import { serve } from '#lib/rest/serve.ts';
import { getTermsOperation } from '#lib/rest/v1/catalogue.ts';

export const GET = serve(getTermsOperation);
