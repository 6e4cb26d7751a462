import { and, eq, inArray, ne } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { quotes, reservations } from '#db/schema/orders.ts';
import { withinTimeout, type CityNodes } from '#lib/city-nodes/nodes.ts';

const releaseTimeoutMs = 6_000;

/**
 * Body of the job `releaseCapacity`: gives up what a quote holds, or may hold, at its city nodes. What an order has
 * used is left alone. Throws while a node gives no answer, so that the job tries again; holds end by themselves too.
 */
export async function releaseCapacity(quoteId: string, nodes: CityNodes, conn: Conn = db()): Promise<void> {
  const open = await conn
    .select({ id: reservations.id, cityNodeId: reservations.cityNodeId })
    .from(reservations)
    .innerJoin(quotes, eq(quotes.id, reservations.quoteId))
    .where(
      and(
        eq(reservations.quoteId, quoteId),
        // A refused one may be held after all: its answer may have been lost.
        inArray(reservations.state, ['asking', 'held', 'refused']),
        ne(quotes.holdState, 'used'),
      ),
    );
  const released = await Promise.all(open.map((each) => release(each, nodes, conn)));
  await conn
    .update(quotes)
    .set({ holdState: 'released' })
    .where(and(eq(quotes.id, quoteId), inArray(quotes.holdState, ['asking', 'held'])));
  const silent = released.filter((done) => !done).length;
  if (silent > 0) throw new Error(`${silent} city nodes gave no answer when quote ${quoteId} was released`);
}

async function release(
  reservation: { id: string; cityNodeId: string },
  nodes: CityNodes,
  conn: Conn,
): Promise<boolean> {
  const node = await nodes(reservation.cityNodeId);
  const outcome = await node.deleteReservation(reservation.id, withinTimeout(releaseTimeoutMs));
  if (outcome.kind === 'unknown') return false;
  await conn
    .update(reservations)
    .set({ state: 'released' })
    .where(and(eq(reservations.id, reservation.id), inArray(reservations.state, ['asking', 'held'])));
  return true;
}
