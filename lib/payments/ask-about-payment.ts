import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { payments } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { cardKinds } from './is-card.ts';

export const askAboutPaymentInput = z.object({ paymentId: z.uuid() }).brand<'AskAboutPayment'>();
export type AskAboutPayment = z.output<typeof askAboutPaymentInput>;

/**
 * The buyer is back from the provider's page: has the payment read there now, without waiting for an event. Asked again
 * while that is under way, or of a payment that has ended or is another organisation's, it does nothing.
 */
export async function askAboutPayment(
  actor: Actor,
  { paymentId }: AskAboutPayment,
  conn: Conn = db(),
): Promise<void> {
  demand(actor, 'order.read');
  const [open] = await conn
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        eq(payments.id, paymentId),
        eq(payments.orgId, actor.orgId),
        inArray(payments.provider, cardKinds),
        eq(payments.state, 'pending'),
      ),
    );
  if (open) await enqueue(conn, 'readPayment', { paymentId }, { key: `readPayment:${paymentId}` });
}
