import { and, desc, eq, ilike, or } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { orders, refunds } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Money } from '#lib/money/money.ts';
import { containing } from '#lib/paging/containing.ts';
import { pageCursorField } from '#lib/paging/page-cursor.ts';
import { behind, pageOf } from '#lib/paging/page.ts';

export const refundStates = refunds.state.enumValues;

export const listRefundsInput = z
  .object({
    /** Part of an order number or a customer's name. */
    q: z.string().trim().max(200).default(''),
    state: z.enum(refundStates).optional(),
    cursor: pageCursorField,
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .brand<'ListRefunds'>();

export type RefundListRow = {
  id: string;
  orderId: string;
  orderNumber: string;
  orgName: string;
  amount: Money;
  destination: 'source' | 'wallet';
  state: (typeof refundStates)[number];
  /** Finance must send the money by hand and then say so. */
  waitsForBank: boolean;
  reason: string;
  failure: string;
  createdAt: Date;
  succeededAt: Date | null;
};

/** Every customer's refunds, newest first; for staff who give them. */
export async function listRefunds(
  actor: Actor,
  input: z.output<typeof listRefundsInput>,
  conn: Conn = db(),
): Promise<{ rows: RefundListRow[]; nextCursor: string | null }> {
  demand(actor, 'order.refund');
  const pattern = containing(input.q);
  const found = await conn
    .select({ refund: refunds, orderNumber: orders.number, orgName: organisations.name })
    .from(refunds)
    .innerJoin(orders, eq(orders.id, refunds.orderId))
    .innerJoin(organisations, eq(organisations.id, refunds.orgId))
    .where(
      and(
        input.state ? eq(refunds.state, input.state) : undefined,
        input.q ? or(ilike(orders.number, pattern), ilike(organisations.name, pattern)) : undefined,
        behind(input.cursor, refunds.createdAt, refunds.id),
      ),
    )
    .orderBy(desc(refunds.createdAt), desc(refunds.id))
    .limit(input.limit + 1);
  const rows = found.map(({ refund, orderNumber, orgName }) => ({
    id: refund.id,
    orderId: refund.orderId,
    orderNumber,
    orgName,
    amount: { minor: refund.amount, currency: refund.currency },
    destination: refund.destination,
    state: refund.state,
    waitsForBank:
      refund.state === 'sending' && refund.providerRef === null && refund.destination === 'source',
    reason: refund.reason,
    failure: refund.failure,
    createdAt: refund.createdAt,
    succeededAt: refund.succeededAt,
  }));
  return pageOf(rows, input.limit, ({ createdAt }) => createdAt);
}
