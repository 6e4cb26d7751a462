import { serve } from '#lib/rest/serve.ts';
import { getCityNodeOperation } from '#lib/rest/v1/catalogue.ts';

export const GET = serve(getCityNodeOperation);
