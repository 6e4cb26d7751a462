import { serve } from '#lib/rest/serve.ts';
import { getPaymentOperation } from '#lib/rest/v1/orders.ts';

export const GET = serve(getPaymentOperation);
