import { eq, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { orders, payments, reservations } from '#db/schema/orders.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { newCode } from '#lib/ids/new-id.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import type { Money } from '#lib/money/money.ts';
import { tellBuyer } from '#lib/orders/tell-buyer.ts';
import { getSetting } from '#lib/settings/get-setting.ts';
import type { PaymentRow } from './lock-payment.ts';
import type { PayMethod } from './providers.ts';

const codeLength = 8;

export type NewPayment = {
  id: string;
  orgId: string;
  purpose: 'order' | 'topUp';
  orderId: string | null;
  provider: PayMethod;
  amount: Money;
  /** Set: the attempt failed before it began, for this reason. */
  failure?: string;
};

/**
 * Writes an attempt to be paid. By card, a job makes the checkout; a remittance gets its code, and its order's capacity is
 * held for as long as a bank takes (city nodes hold for 15 days at most).
 */
export async function openPayment(
  tx: Conn,
  actor: Actor,
  payment: NewPayment,
  quoteId?: string,
): Promise<PaymentRow> {
  const failed = payment.failure !== undefined;
  const card = payment.provider === 'stripe' || payment.provider === 'simulated';
  const remittance = payment.provider === 'remittance';
  const code = remittance && !failed ? newCode(codeLength) : null;
  const [row] = await tx
    .insert(payments)
    .values({
      id: payment.id,
      orgId: payment.orgId,
      purpose: payment.purpose,
      orderId: payment.orderId,
      provider: payment.provider,
      currency: payment.amount.currency,
      amount: payment.amount.minor,
      identificationCode: code,
      state: failed ? 'failed' : card ? 'starting' : 'pending',
      failure: payment.failure ?? '',
      createdBy: actor.id,
    })
    .returning();
  if (!row) throw new Error(`payment ${payment.id} was not written`);
  if (failed) return row;
  if (card) await enqueue(tx, 'startPayment', { paymentId: payment.id });
  if (code && payment.orderId && quoteId) {
    await holdForBank(tx, payment.orderId, quoteId);
    await tellBuyer(tx, payment.orderId, { template: 'remittanceDetails', code });
  }
  return row;
}

async function holdForBank(tx: Conn, orderId: string, quoteId: string): Promise<void> {
  const days = await getSetting('remittanceDays', tx);
  const [order] = await tx
    .update(orders)
    .set({ payUntil: sql`portal_now() + make_interval(days => ${days}::int)` })
    .where(eq(orders.id, orderId))
    .returning({ until: orders.payUntil });
  if (!order) return;
  await tx
    .update(reservations)
    .set({
      expiresAt: sql`least(${order.until.toISOString()}::timestamptz, portal_now() + interval '14 days')`,
    })
    .where(eq(reservations.quoteId, quoteId));
  await enqueue(tx, 'holdCapacity', { quoteId }, { key: `holdCapacity:${quoteId}` });
}
