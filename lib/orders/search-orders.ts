import { and, desc, eq, ilike, or } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { orders } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Money } from '#lib/money/money.ts';
import { containing } from '#lib/paging/containing.ts';
import { pageCursorField } from '#lib/paging/page-cursor.ts';
import { behind, pageOf } from '#lib/paging/page.ts';

export const orderStates = orders.state.enumValues;

export const searchOrdersInput = z
  .object({
    /** Part of an order number, an app's name or a customer's name. */
    q: z.string().trim().max(200).default(''),
    state: z.enum(orderStates).optional(),
    orgId: z.uuid().optional(),
    cursor: pageCursorField,
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .brand<'SearchOrders'>();

export type PortalOrderRow = {
  id: string;
  number: string;
  state: (typeof orderStates)[number];
  appName: string;
  orgId: string;
  orgName: string;
  total: Money;
  createdAt: Date;
  paidAt: Date | null;
};

/** Every customer's orders, newest first; staff only. */
export async function searchOrders(
  actor: Actor,
  input: z.output<typeof searchOrdersInput>,
  conn: Conn = db(),
): Promise<{ rows: PortalOrderRow[]; nextCursor: string | null }> {
  demand(actor, 'portalOrder.read');
  const pattern = containing(input.q);
  const found = await conn
    .select({
      id: orders.id,
      number: orders.number,
      state: orders.state,
      appName: orders.appName,
      orgId: orders.orgId,
      orgName: organisations.name,
      total: orders.total,
      currency: orders.currency,
      createdAt: orders.createdAt,
      paidAt: orders.paidAt,
    })
    .from(orders)
    .innerJoin(organisations, eq(organisations.id, orders.orgId))
    .where(
      and(
        input.state ? eq(orders.state, input.state) : undefined,
        input.orgId ? eq(orders.orgId, input.orgId) : undefined,
        input.q
          ? or(
              ilike(orders.number, pattern),
              ilike(orders.appName, pattern),
              ilike(organisations.name, pattern),
            )
          : undefined,
        behind(input.cursor, orders.createdAt, orders.id),
      ),
    )
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(input.limit + 1);
  const rows = found.map(({ currency, total, ...row }) => ({ ...row, total: { minor: total, currency } }));
  return pageOf(rows, input.limit, ({ createdAt }) => createdAt);
}
