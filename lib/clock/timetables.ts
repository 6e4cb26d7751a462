import { and, asc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { apiKeys } from '#db/schema/apps.ts';
import { orders, quotes } from '#db/schema/orders.ts';
import { touchPolicy } from '#lib/apps/touch-policy.ts';
import { sealLedger } from '#lib/ledger/seal-ledger.ts';
import { expireQuotes } from '#lib/quotes/expire-quotes.ts';
import { weekTimetable } from '#lib/settlement/close-weeks.ts';
import { portalNow } from './portal-now.ts';
import type { Timetable } from './walk-clock.ts';

/** All that falls due by the portal's clock, in the order in which it is done where several are due at one instant. */
export const timetables: readonly Timetable[] = [
  {
    name: 'quotes',
    nextDue: nextQuoteEnd,
    run: async () => {
      await expireQuotes();
    },
  },
  { name: 'apiKeys', nextDue: nextKeyEnd, run: renewKeyDates },
  weekTimetable,
  {
    name: 'ledger',
    nextDue: () => Promise.resolve(null),
    run: async () => {
      await sealLedger();
    },
  },
];

/** The end of a quote, or of the time in which an order may be paid. */
async function nextQuoteEnd(conn: Conn): Promise<Date | null> {
  const now = await portalNow(conn);
  const [quote] = await conn
    .select({ at: quotes.expiresAt })
    .from(quotes)
    .where(and(inArray(quotes.holdState, ['asking', 'held']), gt(quotes.expiresAt, now)))
    .orderBy(asc(quotes.expiresAt))
    .limit(1);
  const [order] = await conn
    .select({ at: orders.payUntil })
    .from(orders)
    .where(and(eq(orders.state, 'awaitingPayment'), gt(orders.payUntil, now)))
    .orderBy(asc(orders.payUntil))
    .limit(1);
  const ends = [quote?.at, order?.at].filter((at) => at != null);
  return ends.length > 0 ? new Date(Math.min(...ends.map(Number))) : null;
}

async function nextKeyEnd(conn: Conn): Promise<Date | null> {
  const [row] = await conn
    .select({ at: apiKeys.expiresAt })
    .from(apiKeys)
    .where(and(isNull(apiKeys.revokedAt), gt(apiKeys.expiresAt, await portalNow(conn))))
    .orderBy(asc(apiKeys.expiresAt))
    .limit(1);
  return row?.at ?? null;
}

/** City nodes live in real time: when the test clock has moved, a key's end lies elsewhere by theirs, so they are told. */
async function renewKeyDates(): Promise<void> {
  const dated = await db()
    .selectDistinct({ appId: apiKeys.appId })
    .from(apiKeys)
    .where(and(isNull(apiKeys.revokedAt), isNotNull(apiKeys.expiresAt)));
  for (const { appId } of dated) await db().transaction((tx) => touchPolicy(tx, appId));
}
