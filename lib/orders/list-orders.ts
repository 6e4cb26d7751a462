import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { orders } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Money } from '#lib/money/money.ts';
import { pageCursorField } from '#lib/paging/page-cursor.ts';
import { behind, pageOf } from '#lib/paging/page.ts';
import { orderStates } from './search-orders.ts';

export const listOrdersInput = z
  .object({
    state: z.enum(orderStates).optional(),
    cursor: pageCursorField,
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .brand<'ListOrders'>();

export type OrderRow = {
  id: string;
  number: string;
  state: (typeof orderStates)[number];
  appId: string;
  appName: string;
  total: Money;
  createdAt: Date;
  paidAt: Date | null;
};

/** The orders of the actor's organisation, newest first. */
export async function listOrders(
  actor: Actor,
  input: z.output<typeof listOrdersInput>,
  conn: Conn = db(),
): Promise<{ rows: OrderRow[]; nextCursor: string | null }> {
  demand(actor, 'order.read');
  const found = await conn
    .select({
      id: orders.id,
      number: orders.number,
      state: orders.state,
      appId: orders.appId,
      appName: orders.appName,
      total: orders.total,
      currency: orders.currency,
      createdAt: orders.createdAt,
      paidAt: orders.paidAt,
    })
    .from(orders)
    .where(
      and(
        eq(orders.orgId, actor.orgId),
        input.state ? eq(orders.state, input.state) : undefined,
        behind(input.cursor, orders.createdAt, orders.id),
      ),
    )
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(input.limit + 1);
  const rows = found.map(({ currency, total, ...row }) => ({ ...row, total: { minor: total, currency } }));
  return pageOf(rows, input.limit, ({ createdAt }) => createdAt);
}
