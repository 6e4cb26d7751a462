import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { parseMoney } from '#lib/money/parse-money.ts';
import { cardKinds } from '#lib/payments/is-card.ts';
import { openPayment } from '#lib/payments/open-payment.ts';
import { availableMethods } from '#lib/payments/providers.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';

const highestMinor = 99_999_900n;

export const topUpWalletInput = z
  .object({
    requestId: z.uuid(),
    /** Decimal, in the portal's currency: `500` or `500.00`. */
    amount: z.string().trim().min(1).max(20),
    method: z.enum([...cardKinds, 'remittance']),
  })
  .brand<'TopUpWallet'>();
export type TopUpWallet = z.output<typeof topUpWalletInput>;

/** Starts paying into the wallet by card or remittance; it is filled when the money is there. A repeat gives the first payment. */
export async function topUpWallet(
  actor: Actor,
  input: TopUpWallet,
  conn: Conn = db(),
): Promise<{ paymentId: string }> {
  demand(actor, 'payment.make');
  if (!availableMethods().includes(input.method))
    throw new AppError('invalid', 'payments.methodOff', {}, { field: 'method' });
  const amount = parseMoney(input.amount, portalEnv().PORTAL_CURRENCY);
  if (!amount || amount.minor <= 0n || amount.minor > highestMinor)
    throw new AppError('invalid', 'wallet.badAmount', {}, { field: 'amount' });
  return conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'wallet.topUp', input.requestId, newId());
    if (!claim.first) return { paymentId: claim.subjectId };
    await openPayment(tx, actor, {
      id: claim.subjectId,
      orgId: actor.orgId,
      purpose: 'topUp',
      orderId: null,
      provider: input.method,
      amount,
    });
    await recordAudit(tx, actor, {
      action: 'wallet.topUp',
      subjectKind: 'payment',
      subjectId: claim.subjectId,
      after: { method: input.method, amount: amount.minor.toString() },
    });
    return { paymentId: claim.subjectId };
  });
}
