import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { quotes } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Money } from '#lib/money/money.ts';

export type OpenQuote = { id: string; number: string; appName: string; total: Money; expiresAt: Date };

const most = 10;

/** Quotes of the actor's organisation that can still be ordered, newest first. */
export async function listOpenQuotes(actor: Actor, conn: Conn = db()): Promise<OpenQuote[]> {
  demand(actor, 'order.read');
  const rows = await conn
    .select({
      id: quotes.id,
      number: quotes.number,
      appName: quotes.appName,
      total: quotes.total,
      currency: quotes.currency,
      expiresAt: quotes.expiresAt,
    })
    .from(quotes)
    .where(
      and(
        eq(quotes.orgId, actor.orgId),
        inArray(quotes.holdState, ['asking', 'held']),
        gt(quotes.expiresAt, sql`portal_now()`),
        sql`not exists (select from orders where orders.quote_id = ${quotes.id})`,
      ),
    )
    .orderBy(desc(quotes.createdAt), desc(quotes.id))
    .limit(most);
  return rows.map(({ total, currency, ...row }) => ({ ...row, total: { minor: total, currency } }));
}
