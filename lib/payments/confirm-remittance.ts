import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { payments } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { bank } from '#lib/ledger/accounts.ts';
import { decimalOf } from '#lib/money/format-money.ts';
import { parseMoney } from '#lib/money/parse-money.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { lockPayment } from './lock-payment.ts';
import { paymentSucceeded, type Succeeded } from './payment-succeeded.ts';

export const confirmRemittanceInput = z
  .object({
    requestId: z.uuid(),
    /** What the buyer wrote into the bank form; upper or lower case, blanks left out. */
    identificationCode: z
      .string()
      .transform((text) => text.replace(/\s/g, '').toUpperCase())
      .pipe(z.string().min(4).max(32)),
    /** What arrived, as the bank statement has it: `2518.56`. */
    amount: z.string().trim().min(1).max(20),
    bankReference: z.string().trim().min(1).max(100),
  })
  .brand<'ConfirmRemittance'>();
export type ConfirmRemittance = z.output<typeof confirmRemittanceInput>;

/**
 * Finance has the money of a remittance on the bank's statement: the payment succeeds. `notFound` for an unknown code,
 * `conflict` when the amount is another one. A remittance that comes after its order ended fills the wallet instead
 * (the answer says `intoWallet`). A repeat changes nothing.
 */
export async function confirmRemittance(
  actor: Actor,
  input: ConfirmRemittance,
  conn: Conn = db(),
): Promise<{ paymentId: string; result: Succeeded }> {
  demand(actor, 'remittance.confirm');
  return conn.transaction(async (tx) => {
    const [known] = await tx
      .select({ id: payments.id })
      .from(payments)
      .where(eq(payments.identificationCode, input.identificationCode));
    if (!known) throw new AppError('notFound', 'payments.unknownCode', {}, { field: 'identificationCode' });
    const claim = await claimRequest(tx, actor, 'remittance.confirm', input.requestId, known.id);
    if (!claim.first) return { paymentId: claim.subjectId, result: 'alreadyDone' };
    const locked = await lockPayment(tx, known.id);
    if (!locked) throw new AppError('notFound', 'payments.unknownCode', {}, { field: 'identificationCode' });
    const { payment } = locked;
    const arrived = parseMoney(input.amount, payment.currency);
    if (!arrived) throw new AppError('invalid', 'payments.badAmount', {}, { field: 'amount' });
    if (arrived.minor !== payment.amount) {
      throw new AppError(
        'conflict',
        'payments.amountDiffers',
        {
          expected: decimalOf({ minor: payment.amount, currency: payment.currency }),
          currency: payment.currency,
        },
        { field: 'amount' },
      );
    }
    const result = await paymentSucceeded(tx, locked, bank(), actor.id);
    await recordAudit(tx, actor, {
      action: 'remittance.confirm',
      subjectKind: 'payment',
      subjectId: payment.id,
      orgId: payment.orgId,
      after: { result, amount: payment.amount.toString(), bankReference: input.bankReference },
    });
    return { paymentId: payment.id, result };
  });
}
