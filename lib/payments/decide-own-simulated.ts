import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { payments } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { isSandbox } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { decideSimulated, decideSimulatedInput, deliveries } from './simulated-pay.ts';

export const decideOwnSimulatedInput = z
  .object({
    paymentId: z.uuid(),
    decision: z.enum(['succeed', 'decline']),
    delivery: z.enum(deliveries).default('once'),
  })
  .brand<'DecideOwnSimulated'>();

/**
 * What a person would do at the simulated provider's pay page, for a program and its own organisation's payment. Sandbox
 * only; `conflict` until the checkout has been made. A payment that was decided stays as it is.
 */
export async function decideOwnSimulated(
  actor: Actor,
  { paymentId, decision, delivery }: z.output<typeof decideOwnSimulatedInput>,
  conn: Conn = db(),
): Promise<{ state: string }> {
  demand(actor, 'payment.make');
  if (!isSandbox()) throw new AppError('notFound', 'errors.notFound');
  const [payment] = await conn
    .select({ checkoutId: payments.providerRef })
    .from(payments)
    .where(
      and(eq(payments.id, paymentId), eq(payments.orgId, actor.orgId), eq(payments.provider, 'simulated')),
    );
  if (!payment) throw new AppError('notFound', 'errors.notFound');
  const { checkoutId } = payment;
  if (!checkoutId) throw new AppError('conflict', 'payments.checkoutNotReady');
  const { state } = await decideSimulated(decideSimulatedInput.parse({ checkoutId, decision, delivery }));
  return { state };
}
