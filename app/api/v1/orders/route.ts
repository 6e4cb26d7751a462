import { serve } from '#lib/rest/serve.ts';
import { listOrdersOperation, placeOrderOperation } from '#lib/rest/v1/orders.ts';

export const GET = serve(listOrdersOperation);
export const POST = serve(placeOrderOperation);
