import { eq, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { orders, quotes } from '#db/schema/orders.ts';
import { releaseApp } from '#lib/apps/release-app.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { closePayments } from '#lib/payments/close-payments.ts';

/** Ends an order that was never paid, in the caller's transaction, which holds its lock: name and capacity are free again. */
export async function endUnpaidOrder(
  tx: Conn,
  order: { id: string; quoteId: string; appId: string },
  state: 'cancelled' | 'expired',
): Promise<void> {
  await tx
    .update(orders)
    .set({ state, closedAt: sql`portal_now()` })
    .where(eq(orders.id, order.id));
  await closePayments(tx, order.id);
  await releaseApp(tx, order.appId);
  await tx.update(quotes).set({ holdState: 'released' }).where(eq(quotes.id, order.quoteId));
  await enqueue(
    tx,
    'releaseCapacity',
    { quoteId: order.quoteId },
    { key: `releaseCapacity:${order.quoteId}` },
  );
}
