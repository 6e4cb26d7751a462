import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { payments } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Money } from '#lib/money/money.ts';

export type OpenTopUp = {
  id: string;
  provider: 'stripe' | 'simulated' | 'remittance' | 'wallet';
  state: 'starting' | 'pending';
  amount: Money;
  payUrl: string | null;
  identificationCode: string | null;
  createdAt: Date;
};

/** Top-ups of the actor's organisation whose money has not come yet, newest first. */
export async function listOpenTopUps(actor: Actor, conn: Conn = db()): Promise<OpenTopUp[]> {
  demand(actor, 'wallet.read');
  const rows = await conn
    .select()
    .from(payments)
    .where(
      and(
        eq(payments.orgId, actor.orgId),
        eq(payments.purpose, 'topUp'),
        isNull(payments.orderId),
        inArray(payments.state, ['starting', 'pending']),
      ),
    )
    .orderBy(desc(payments.createdAt), desc(payments.id))
    .limit(20);
  return rows.map((row) => ({
    id: row.id,
    provider: row.provider,
    state: row.state === 'starting' ? 'starting' : 'pending',
    amount: { minor: row.amount, currency: row.currency },
    payUrl: row.payUrl,
    identificationCode: row.identificationCode,
    createdAt: row.createdAt,
  }));
}
