import { liveAnswer } from '#app/api/live-answer.ts';
import { readOrder } from '#lib/orders/read-order.ts';

const ended = ['refunded', 'cancelled', 'expired'];

/** What moves on an order's page: its state, and that of each attempt to pay and each refund. */
export const GET = liveAnswer('order.live', 'orderId', async (actor, id) => {
  const { state, payments, refunds, app } = await readOrder(actor, id);
  const parts = [state, app.state, ...payments.map((p) => p.state), ...refunds.map((r) => r.state)];
  return { version: parts.join(' '), final: ended.includes(state) };
});
