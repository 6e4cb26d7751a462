'use server';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { formAction } from '#lib/actions/form-action.ts';
import { retryDelivery, retryDeliveryInput } from '#lib/apps/retry-delivery.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { cancelOrder, cancelOrderInput } from '#lib/orders/cancel-order.ts';
import { placeOrder, placeOrderInput } from '#lib/orders/place-order.ts';
import { askAboutPayment, askAboutPaymentInput } from '#lib/payments/ask-about-payment.ts';
import { payOrder, payOrderInput, type PayOrder } from '#lib/payments/pay-order.ts';
import { payMethods } from '#lib/payments/providers.ts';
import { refundFailedOrder, refundFailedOrderInput } from '#lib/payments/refund-failed-order.ts';

/** A buyer who may not pay only orders; somebody else then pays on the order's page. */
const orderAndPayForm = z.object({
  requestId: z.uuid(),
  payRequestId: z.uuid(),
  quoteId: z.uuid(),
  legalTextId: z.uuid('orders.termsMissing'),
  method: z.enum(payMethods).optional(),
});

export const orderAndPayAction = formAction({
  name: 'order.place',
  input: orderAndPayForm,
  run: async (actor, { payRequestId, method, ...form }) => {
    const { orderId } = await placeOrder(actor, placeOrderInput.parse(form));
    if (!method) redirect(`/orders/${orderId}`);
    return pay(actor, payOrderInput.parse({ requestId: payRequestId, orderId, method }));
  },
});

export const payOrderAction = formAction({
  name: 'order.pay',
  input: payOrderInput,
  run: (actor, input) => pay(actor, input),
});

async function pay(actor: Actor, input: PayOrder): Promise<void> {
  const { paymentId } = await payOrder(actor, input);
  const card = input.method === 'stripe' || input.method === 'simulated';
  redirect(`/orders/${input.orderId}${card ? `?pay=${paymentId}` : ''}`);
}

export const askAboutPaymentAction = formAction({
  name: 'payment.ask',
  input: askAboutPaymentInput,
  run: (actor, input) => askAboutPayment(actor, input),
});

export const cancelOrderAction = formAction({
  name: 'order.cancel',
  input: cancelOrderInput,
  run: async (actor, input) => {
    await cancelOrder(actor, input);
    refresh();
  },
});

export const retryDeliveryAction = formAction({
  name: 'order.retryDelivery',
  input: retryDeliveryInput,
  run: async (actor, input) => {
    await retryDelivery(actor, input);
    refresh();
  },
});

export const refundFailedOrderAction = formAction({
  name: 'order.refundFailed',
  input: refundFailedOrderInput,
  run: async (actor, input) => {
    await refundFailedOrder(actor, input);
    refresh();
  },
});
