import { liveAnswer } from '#app/api/live-answer.ts';
import { orderVersion } from '#app/api/live-version.ts';
import { readOrder } from '#lib/orders/read-order.ts';

/** What moves on an order's page: its state, and that of each attempt to pay and each refund. */
export const GET = liveAnswer('order.live', 'orderId', async (actor, id) =>
  orderVersion(await readOrder(actor, id)),
);
