import { z } from 'zod';
import { cancelOrder, cancelOrderInput } from '#lib/orders/cancel-order.ts';
import { listOrders, listOrdersInput } from '#lib/orders/list-orders.ts';
import { placeOrder, placeOrderInput } from '#lib/orders/place-order.ts';
import { readOrder } from '#lib/orders/read-order.ts';
import { orderStates } from '#lib/orders/search-orders.ts';
import { decideOwnSimulated, decideOwnSimulatedInput } from '#lib/payments/decide-own-simulated.ts';
import { payOrder, payOrderInput, readPaymentState } from '#lib/payments/pay-order.ts';
import { payMethods } from '#lib/payments/providers.ts';
import { deliveries } from '#lib/payments/simulated-pay.ts';
import { readOperation, writeOperation } from '../operation.ts';
import { amount, instant, page, paging } from '../shapes.ts';

const orderRow = z.object({
  id: z.uuid(),
  number: z.string(),
  state: z.enum(orderStates),
  appId: z.uuid(),
  appName: z.string(),
  total: amount,
  createdAt: instant,
  paidAt: instant.nullable(),
});

const order = z.object({
  id: z.uuid(),
  number: z.string(),
  state: z.enum(orderStates),
  quote: z.object({ id: z.uuid(), number: z.string() }),
  app: z.object({ id: z.uuid(), name: z.string(), state: z.string() }),
  lines: z.array(
    z.object({
      position: z.int(),
      cityNodeId: z.uuid(),
      resource: z.enum(['base', 'tps', 'storage', 'bandwidth']),
      quantity: z.int(),
      net: amount,
    }),
  ),
  net: amount,
  tax: amount,
  taxName: z.string(),
  total: amount,
  payments: z.array(
    z.object({
      id: z.uuid(),
      provider: z.enum(payMethods),
      state: z.string(),
      amount,
      payUrl: z.string().nullable(),
      identificationCode: z.string().nullable(),
    }),
  ),
  refunds: z.array(z.object({ id: z.uuid(), state: z.string(), destination: z.string(), amount })),
  invoices: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['invoice', 'creditNote']),
      number: z.string(),
      issuedAt: instant,
    }),
  ),
  createdAt: instant,
  payUntil: instant,
  paidAt: instant.nullable(),
  deliveredAt: instant.nullable(),
});

export const listOrdersOperation = readOperation(
  'listOrders',
  {
    path: '/orders',
    tag: 'Buying',
    summary: 'Orders of the organisation, newest first',
    query: z.object({ ...paging, state: z.enum(orderStates).optional() }),
    result: page(orderRow),
  },
  (actor, { query }) => listOrders(actor, listOrdersInput.parse(query)),
);

export const getOrderOperation = readOperation(
  'getOrder',
  {
    path: '/orders/{orderId}',
    tag: 'Buying',
    summary: 'An order with its payments, refunds and invoices',
    params: z.object({ orderId: z.uuid() }),
    result: order,
  },
  (actor, { params }) => readOrder(actor, params.orderId),
);

export const placeOrderOperation = writeOperation(
  'POST',
  'placeOrder',
  {
    path: '/orders',
    tag: 'Buying',
    summary: 'Turn a held quote into an order, accepting the terms',
    status: 201,
    body: z.object({ quoteId: z.uuid(), legalTextId: z.uuid().describe('Id of the terms, from getTerms') }),
    result: z.object({ orderId: z.uuid() }),
  },
  (actor, { body, requestId }) => placeOrder(actor, placeOrderInput.parse({ ...body, requestId })),
);

export const payOrderOperation = writeOperation(
  'POST',
  'payOrder',
  {
    path: '/orders/{orderId}/payments',
    tag: 'Buying',
    summary: 'Start paying: from the wallet at once, by card at payUrl, by remittance under its code',
    status: 201,
    params: z.object({ orderId: z.uuid() }),
    body: z.object({ method: z.enum(payMethods) }),
    result: z.object({ paymentId: z.uuid() }),
  },
  (actor, { params, body, requestId }) =>
    payOrder(actor, payOrderInput.parse({ ...params, ...body, requestId })),
);

export const getPaymentOperation = readOperation(
  'getPayment',
  {
    path: '/payments/{paymentId}',
    tag: 'Buying',
    summary: 'A payment as it stands, and where to pay',
    params: z.object({ paymentId: z.uuid() }),
    result: z.object({
      id: z.uuid(),
      state: z.string(),
      payUrl: z.string().nullable(),
      failure: z.string(),
      orderId: z.uuid().nullable(),
    }),
  },
  (actor, { params }) => readPaymentState(actor, params.paymentId),
);

export const cancelOrderOperation = writeOperation(
  'POST',
  'cancelOrder',
  {
    path: '/orders/{orderId}/cancellation',
    tag: 'Buying',
    summary: 'Give up an order that waits for payment',
    params: z.object({ orderId: z.uuid() }),
    result: z.object({ orderId: z.uuid() }),
  },
  (actor, { params, requestId }) => cancelOrder(actor, cancelOrderInput.parse({ ...params, requestId })),
);

export const decidePaymentOperation = writeOperation(
  'POST',
  'decidePayment',
  {
    path: '/payments/{paymentId}/sandbox-decision',
    tag: 'Sandbox',
    summary:
      'Sandbox only: pay or decline at the simulated card provider, and choose how it tells the portal',
    params: z.object({ paymentId: z.uuid() }),
    body: z.object({
      decision: z.enum(['succeed', 'decline']),
      delivery: z.enum(deliveries).default('once'),
    }),
    result: z.object({ state: z.string() }),
  },
  (actor, { params, body }) =>
    decideOwnSimulated(actor, decideOwnSimulatedInput.parse({ ...params, ...body })),
);
