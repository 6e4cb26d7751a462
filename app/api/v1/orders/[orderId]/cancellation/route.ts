import { serve } from '#lib/rest/serve.ts';
import { cancelOrderOperation } from '#lib/rest/v1/orders.ts';

export const POST = serve(cancelOrderOperation);
