import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { together } from '#adapters/postgres/together.ts';
import { complianceVerdicts } from '#db/schema/compliance.ts';
import { orders, payments, quotes } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { ComplianceInputs } from '#lib/compliance/judge.ts';
import { currentRules } from '#lib/compliance/current-rules.ts';
import { keepVerdict, verdictBy, type Verdict } from '#lib/compliance/record-verdict.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimAndRead } from '#lib/requests/claim-request.ts';
import { closePayments } from './close-payments.ts';
import { openPayment } from './open-payment.ts';
import { holdWallet, payFromWallet } from './pay-from-wallet.ts';
import { availableMethods, payMethods } from './providers.ts';

export const payOrderInput = z
  .object({ requestId: z.uuid(), orderId: z.uuid(), method: z.enum(payMethods) })
  .brand<'PayOrder'>();
export type PayOrder = z.output<typeof payOrderInput>;

/**
 * Starts paying an order: from the wallet at once and never below nought; by card through a checkout that a job makes; by
 * remittance under an identification code. An earlier attempt that is still open is closed. The compliance rules are
 * asked again: `refused` names the rule, and the verdict is kept. A repeat gives the first payment.
 */
export async function payOrder(
  actor: Actor,
  input: PayOrder,
  conn: Conn = db(),
): Promise<{ paymentId: string }> {
  demand(actor, 'payment.make');
  if (!availableMethods().includes(input.method))
    throw new AppError('invalid', 'payments.methodOff', {}, { field: 'method' });
  const paymentId = newId();
  const result = await conn.transaction((tx) => pay(tx, actor, input, paymentId));
  if (result.refused) throw refusal(result.refused);
  return { paymentId: result.paymentId };
}

type Paid = { paymentId: string; refused?: Extract<Verdict, { allowed: false }> };

async function pay(tx: Conn, actor: Actor, input: PayOrder, paymentId: string): Promise<Paid> {
  const wanted = { verb: 'order.pay', requestId: input.requestId, subjectId: paymentId };
  const claim = await claimAndRead(tx, actor, wanted, () =>
    together(
      () => payableOrder(tx, actor, input.orderId),
      () => currentRules(tx),
    ),
  );
  if (!claim.first) return { paymentId: claim.subjectId };
  const [order, rules] = claim.found;
  const inputs = order.inputs as ComplianceInputs; // kept with the verdict when the quote was made
  const verdict = verdictBy(rules, inputs);
  const keep = () =>
    keepVerdict(tx, 'payment', { kind: 'order', id: order.id, orgId: actor.orgId }, inputs, verdict);
  const payment = {
    id: paymentId,
    orgId: actor.orgId,
    purpose: 'order' as const,
    orderId: order.id,
    provider: input.method,
    amount: { minor: order.total, currency: order.currency },
  };
  // The refusal must outlive this transaction, so it is an attempt that failed and not a thrown error.
  if (!verdict.allowed) {
    await keep();
    await openPayment(tx, actor, { ...payment, failure: `rule:${verdict.ruleId}` });
    return { paymentId, refused: verdict };
  }
  const fromWallet = input.method === 'wallet';
  const [, , row, , balance] = await together(
    keep,
    () => closePayments(tx, order.id),
    () => openPayment(tx, actor, payment, order.quoteId),
    () =>
      recordAudit(tx, actor, {
        action: 'order.pay',
        subjectKind: 'order',
        subjectId: order.id,
        after: { paymentId, method: input.method, amount: order.total.toString() },
      }),
    () => (fromWallet ? holdWallet(tx, actor.orgId, order.currency) : Promise.resolve(null)),
  );
  if (balance) await payFromWallet(tx, { payment: row, order }, balance);
  return { paymentId };
}

async function payableOrder(tx: Conn, actor: Actor, orderId: string) {
  const [order] = await tx
    .select({
      id: orders.id,
      state: orders.state,
      quoteId: orders.quoteId,
      appId: orders.appId,
      total: orders.total,
      currency: orders.currency,
      late: sql<boolean>`${orders.payUntil} <= portal_now()`,
      inputs: complianceVerdicts.inputs,
    })
    .from(orders)
    .innerJoin(quotes, eq(quotes.id, orders.quoteId))
    .innerJoin(complianceVerdicts, eq(complianceVerdicts.id, quotes.verdictId))
    .where(and(eq(orders.id, orderId), eq(orders.orgId, actor.orgId)))
    .for('update', { of: orders });
  if (!order) throw new AppError('notFound', 'errors.notFound');
  if (order.state === 'expired' || (order.state === 'awaitingPayment' && order.late))
    throw new AppError('expired', 'orders.expired');
  if (order.state !== 'awaitingPayment') throw new AppError('conflict', 'orders.notAwaitingPayment');
  return order;
}

const refusal = (verdict: Extract<Verdict, { allowed: false }>) =>
  new AppError('refused', verdict.messageId, { rule: verdict.ruleId });

/** What a payment that was asked for looks like now; the buyer's page follows `payUrl`. */
export async function readPaymentState(
  actor: Actor,
  paymentId: string,
  conn: Conn = db(),
): Promise<{ id: string; state: string; payUrl: string | null; failure: string; orderId: string | null }> {
  demand(actor, 'order.read');
  const [payment] = await conn
    .select({
      id: payments.id,
      state: payments.state,
      payUrl: payments.payUrl,
      failure: payments.failure,
      orderId: payments.orderId,
    })
    .from(payments)
    .where(and(eq(payments.id, paymentId), eq(payments.orgId, actor.orgId)));
  if (!payment) throw new AppError('notFound', 'errors.notFound');
  return payment;
}
