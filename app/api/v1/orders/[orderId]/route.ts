import { serve } from '#lib/rest/serve.ts';
import { getOrderOperation } from '#lib/rest/v1/orders.ts';

export const GET = serve(getOrderOperation);
