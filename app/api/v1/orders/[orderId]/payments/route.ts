import { serve } from '#lib/rest/serve.ts';
import { payOrderOperation } from '#lib/rest/v1/orders.ts';

export const POST = serve(payOrderOperation);
