import { and, desc, eq, ilike, or } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { organisations } from '#db/schema/accounts.ts';
import { orders, payments } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Money } from '#lib/money/money.ts';
import { containing } from '#lib/paging/containing.ts';
import { pageCursorField } from '#lib/paging/page-cursor.ts';
import { behind, pageOf } from '#lib/paging/page.ts';

export const listRemittancesInput = z
  .object({
    /** Part of an identification code, an order number or a customer's name. */
    q: z.string().trim().max(200).default(''),
    state: z.enum(['pending', 'succeeded', 'cancelled', 'refunded']).optional(),
    cursor: pageCursorField,
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .brand<'ListRemittances'>();

export type RemittanceRow = {
  id: string;
  code: string;
  purpose: 'order' | 'topUp';
  state: (typeof payments.$inferSelect)['state'];
  orgName: string;
  orderNumber: string | null;
  amount: Money;
  createdAt: Date;
  succeededAt: Date | null;
};

/** Every customer's remittances, newest first; for staff who confirm them. */
export async function listRemittances(
  actor: Actor,
  input: z.output<typeof listRemittancesInput>,
  conn: Conn = db(),
): Promise<{ rows: RemittanceRow[]; nextCursor: string | null }> {
  demand(actor, 'remittance.confirm');
  const pattern = containing(input.q);
  const found = await conn
    .select({
      id: payments.id,
      code: payments.identificationCode,
      purpose: payments.purpose,
      state: payments.state,
      orgName: organisations.name,
      orderNumber: orders.number,
      amount: payments.amount,
      currency: payments.currency,
      createdAt: payments.createdAt,
      succeededAt: payments.succeededAt,
    })
    .from(payments)
    .innerJoin(organisations, eq(organisations.id, payments.orgId))
    .leftJoin(orders, eq(orders.id, payments.orderId))
    .where(
      and(
        eq(payments.provider, 'remittance'),
        input.state ? eq(payments.state, input.state) : undefined,
        input.q
          ? or(
              ilike(payments.identificationCode, pattern),
              ilike(orders.number, pattern),
              ilike(organisations.name, pattern),
            )
          : undefined,
        behind(input.cursor, payments.createdAt, payments.id),
      ),
    )
    .orderBy(desc(payments.createdAt), desc(payments.id))
    .limit(input.limit + 1);
  const rows = found.map(({ amount, currency, code, ...row }) => ({
    ...row,
    code: code ?? '',
    amount: { minor: amount, currency },
  }));
  return pageOf(rows, input.limit, ({ createdAt }) => createdAt);
}
