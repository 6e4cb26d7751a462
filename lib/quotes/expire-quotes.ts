import { and, eq, inArray, lte, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { orders, payments, quotes, refunds } from '#db/schema/orders.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { endUnpaidOrder } from '#lib/orders/end-unpaid-order.ts';
import { cardKinds } from '#lib/payments/is-card.ts';

const batch = 200;
/** Minutes after which an open payment or refund is asked about, in case an event never came. */
const quietMinutes = 2;

/**
 * Job, every minute: ends quotes that nobody ordered and orders that nobody paid in time, which frees their capacity; and
 * has payments and refunds that went quiet read again. In batches; what is locked is left for the next time.
 */
export async function expireQuotes(
  _payload: Record<string, never> = {},
  _tools: unknown = {},
  conn: Conn = db(),
): Promise<{ quotes: number; orders: number }> {
  const ended = { quotes: await expireUnordered(conn), orders: await expireUnpaid(conn) };
  await readQuietPayments(conn);
  return ended;
}

const isUnordered = sql`not exists (select from orders where orders.quote_id = ${quotes.id})`;

function expireUnordered(conn: Conn): Promise<number> {
  return conn.transaction(async (tx) => {
    const due = await tx
      .select({ id: quotes.id })
      .from(quotes)
      .where(
        and(
          inArray(quotes.holdState, ['asking', 'held']),
          lte(quotes.expiresAt, sql`portal_now()`),
          isUnordered,
        ),
      )
      .orderBy(quotes.expiresAt)
      .limit(batch)
      .for('update', { skipLocked: true });
    if (due.length === 0) return 0;
    const ids = due.map(({ id }) => id);
    // Asked once more under the lock: an order may have been placed between the search and it.
    const ended = await tx
      .update(quotes)
      .set({ holdState: 'released' })
      .where(and(inArray(quotes.id, ids), isUnordered))
      .returning({ id: quotes.id });
    for (const { id: quoteId } of ended)
      await enqueue(tx, 'releaseCapacity', { quoteId }, { key: `releaseCapacity:${quoteId}` });
    return ended.length;
  });
}

function expireUnpaid(conn: Conn): Promise<number> {
  return conn.transaction(async (tx) => {
    const due = await tx
      .select({ id: orders.id, quoteId: orders.quoteId, appId: orders.appId })
      .from(orders)
      .where(and(eq(orders.state, 'awaitingPayment'), lte(orders.payUntil, sql`portal_now()`)))
      .orderBy(orders.payUntil)
      .limit(batch)
      .for('update', { skipLocked: true });
    for (const order of due) await endUnpaidOrder(tx, order, 'expired');
    return due.length;
  });
}

async function readQuietPayments(conn: Conn): Promise<void> {
  const quiet = sql`portal_now() - make_interval(mins => ${quietMinutes})`;
  const open = await conn
    .select({ id: payments.id, state: payments.state })
    .from(payments)
    .where(
      and(
        inArray(payments.provider, cardKinds),
        inArray(payments.state, ['starting', 'pending']),
        lte(payments.createdAt, quiet),
      ),
    )
    .orderBy(payments.createdAt)
    .limit(batch);
  for (const { id, state } of open) {
    const job = state === 'starting' ? 'startPayment' : 'readPayment';
    await enqueue(conn, job, { paymentId: id }, { key: `${job}:${id}` });
  }
  const unsent = await conn
    .select({ id: refunds.id })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(
      and(
        inArray(refunds.state, ['requested', 'sending']),
        inArray(payments.provider, cardKinds),
        lte(refunds.createdAt, quiet),
      ),
    )
    .limit(batch);
  for (const { id } of unsent)
    await enqueue(conn, 'sendRefund', { refundId: id }, { key: `sendRefund:${id}` });
}
