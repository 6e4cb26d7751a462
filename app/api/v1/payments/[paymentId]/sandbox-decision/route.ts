import { serve } from '#lib/rest/serve.ts';
import { decidePaymentOperation } from '#lib/rest/v1/orders.ts';

export const POST = serve(decidePaymentOperation);
