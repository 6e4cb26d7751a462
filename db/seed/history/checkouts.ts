import type { SimulatedCheckout } from '#adapters/payments/simulated/store.ts';
import type { Conn } from '#db/connection.ts';
import { simulatedObjects } from '#db/schema/simulated-payments.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { idOf, type PastOrder } from './plan.ts';

export const checkoutRef = (order: PastOrder): string => `sim_past_${order.codes.order.toLowerCase()}`;
export const refundRef = (order: PastOrder): string => `${checkoutRef(order)}_r1`;

/** What the simulated card provider remembers of the past: so a past order can be refunded the way it was paid. */
export async function layCheckouts(conn: Conn, past: readonly PastOrder[]): Promise<void> {
  const byCard = past.filter(({ method }) => method === 'simulated');
  await conn.insert(simulatedObjects).values(
    byCard.map((order) => {
      const body = checkoutOf(order);
      return { id: body.id, requestId: body.requestId, body };
    }),
  );
}

function checkoutOf(order: PastOrder): SimulatedCheckout {
  const { currency, total } = order.price;
  const page = `${portalEnv().PORTAL_URL}/orders/${idOf('order', order)}`;
  const refunded = order.refund?.destination === 'source';
  return {
    id: checkoutRef(order),
    requestId: idOf('payment', order),
    reference: idOf('payment', order),
    minor: total.toString(),
    currency,
    description: order.appName,
    successUrl: page,
    cancelUrl: page,
    state: 'paid',
    failure: '',
    refunds: refunded
      ? [{ requestId: idOf('refund', order), ref: refundRef(order), minor: total.toString() }]
      : [],
  };
}
