import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { orders } from '#db/schema/orders.ts';
import { tellBuyer } from './tell-buyer.ts';

/** Why an order stands where it stands, as a message for people. Kept with the order. */
export type OrderReason = { messageId: string; params: Record<string, string> };

/** A city node has been asked, or is asked again. Changes only an order that is paid or whose delivery failed. */
export async function markDelivering(tx: Conn, orderId: string): Promise<void> {
  await tx
    .update(orders)
    .set({ state: 'delivering', reason: null })
    .where(and(eq(orders.id, orderId), inArray(orders.state, ['paid', 'deliveryFailed'])));
}

/** Every city node of the order has said so. Changes only an order that is being delivered. */
export async function markDelivered(tx: Conn, orderId: string): Promise<void> {
  const changed = await tx
    .update(orders)
    .set({ state: 'delivered', deliveredAt: sql`portal_now()`, reason: null })
    .where(and(eq(orders.id, orderId), eq(orders.state, 'delivering')))
    .returning({ id: orders.id });
  if (changed.length > 0) await tellBuyer(tx, orderId, { template: 'orderDelivered' });
}

/** A city node turned it down or never answered: the buyer may have it tried again or be refunded. */
export async function markDeliveryFailed(tx: Conn, orderId: string, reason: OrderReason): Promise<void> {
  const changed = await tx
    .update(orders)
    .set({ state: 'deliveryFailed', reason })
    .where(and(eq(orders.id, orderId), inArray(orders.state, ['paid', 'delivering'])))
    .returning({ id: orders.id });
  if (changed.length > 0) await tellBuyer(tx, orderId, { template: 'orderNotDelivered' });
}
