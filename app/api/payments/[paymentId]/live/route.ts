import { liveAnswer } from '#app/api/live-answer.ts';
import { readPaymentState } from '#lib/payments/pay-order.ts';

/** Where the buyer is to pay, as soon as the provider has made the page. */
export const GET = liveAnswer('payment.live', 'paymentId', async (actor, id) => {
  const { state, payUrl } = await readPaymentState(actor, id);
  return { version: state, final: state !== 'starting' && state !== 'pending', state, payUrl };
});
