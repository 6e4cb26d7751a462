import { eq, sql } from 'drizzle-orm';
import { db } from '#db/connection.ts';
import { payments } from '#db/schema/orders.ts';
import { cardProviders, type CardProviders } from '#adapters/payments/registry.ts';
import { decide } from '#adapters/payments/simulated/index.ts';
import { signatureHeader, signBody } from '#adapters/payments/simulated/signature.ts';
import { newId } from '#lib/ids/new-id.ts';
import { newBuyer, newOrder } from '#lib/orders/testing/shop.ts';
import { payOrder, payOrderInput } from './pay-order.ts';
import { processPaymentEvent } from './process-payment-event.ts';
import type { PaymentTools } from './providers.ts';
import { readPayment } from './read-payment.ts';
import { receiveEvent } from './receive-event.ts';
import { sendRefund } from './send-refund.ts';
import { simulatedStore } from './simulated-store.ts';
import { startPayment } from './start-payment.ts';

const webhookSecret = 'whsec_of_these_tests';

export const providers: CardProviders = cardProviders({
  sandbox: true,
  portalUrl: 'http://127.0.0.1:3000',
  simulated: { webhookSecret, store: simulatedStore },
});
export const tools = { providers };

export const payAs = (ref: string, decision: 'succeed' | 'decline') => decide(simulatedStore, ref, decision);

/** An order of a new buyer whose simulated card checkout is open. */
export async function openCheckout() {
  const buyer = await newBuyer();
  const orderId = await newOrder(buyer);
  const { paymentId } = await payOrder(
    buyer,
    payOrderInput.parse({ requestId: newId(), orderId, method: 'simulated' }),
  );
  await runPaymentJobs();
  const [payment] = await db().select().from(payments).where(eq(payments.id, paymentId));
  return { buyer, orderId, paymentId, checkoutId: payment?.providerRef ?? '' };
}

/** Delivers a signed event through the webhook's own verb. */
export function deliverEvent(type: string, ref: string, id = newId()) {
  const body = JSON.stringify({ id, type, object: ref });
  const headers = new Headers({ [signatureHeader]: signBody(body, webhookSecret, new Date()) });
  return receiveEvent('simulated', body, headers, providers);
}

/** Runs the waiting payment jobs as the worker would, oldest first, until none is left. */
export async function runPaymentJobs(given: PaymentTools = tools): Promise<void> {
  const bodies: Record<string, (payload: never) => Promise<unknown>> = {
    startPayment: (payload) => startPayment(payload, given),
    readPayment: (payload) => readPayment(payload, given),
    processPaymentEvent: (payload) => processPaymentEvent(payload, given),
    sendRefund: (payload) => sendRefund(payload, given),
  };
  for (;;) {
    const { rows } = await db().execute<{ id: string; name: string; payload: never }>(sql`
      delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
       where t.id = j.task_id and j.id = (
         select w.id from graphile_worker._private_jobs w join graphile_worker._private_tasks u on u.id = w.task_id
          where u.identifier in ('startPayment', 'readPayment', 'processPaymentEvent', 'sendRefund')
          order by w.id limit 1 for update of w skip locked)
      returning j.id::text, t.identifier as name, j.payload`);
    const [job] = rows;
    if (!job) return;
    await bodies[job.name]?.(job.payload);
  }
}
