import { eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { orders, quotes, subscriptions } from '#db/schema/orders.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { newId } from '#lib/ids/new-id.ts';

/** End of a term that starts at `start`: the same wall-clock time months or years on, in the portal's zone. Half-open. */
export function endOfTerm(start: Date, unit: 'month' | 'year', count: number, zone: string): Date {
  const from = Temporal.Instant.fromEpochMilliseconds(start.getTime()).toZonedDateTimeISO(zone);
  const until = from.add(unit === 'month' ? { months: count } : { years: count });
  return new Date(until.epochMilliseconds);
}

/** Starts the term that an order bought, at this instant. A term that runs or has ended stays as it is. */
export async function startSubscription(tx: Conn, orderId: string, zone: string): Promise<void> {
  const [[bought], startsAt] = await together(
    () =>
      tx
        .select({ orgId: orders.orgId, appId: orders.appId, unit: quotes.termUnit, count: quotes.termCount })
        .from(orders)
        .innerJoin(quotes, eq(quotes.id, orders.quoteId))
        .where(eq(orders.id, orderId)),
    () => portalNow(tx),
  );
  if (!bought) throw new Error(`no order ${orderId} to start a term for`);
  const { orgId, appId, unit, count } = bought;
  const term = { state: 'active' as const, startsAt, endsAt: endOfTerm(startsAt, unit, count, zone) };
  await tx
    .insert(subscriptions)
    .values({ id: newId(), orgId, orderId, appId, ...term })
    .onConflictDoUpdate({
      target: subscriptions.orderId,
      set: term,
      setWhere: eq(subscriptions.state, 'pending'),
    });
}
