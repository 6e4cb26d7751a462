import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { bank } from '#lib/ledger/accounts.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { lockRefund, refundSucceeded } from './refund-succeeded.ts';

export const confirmBankRefundInput = z
  .object({
    requestId: z.uuid(),
    refundId: z.uuid(),
    /** As the bank statement has it. */
    bankReference: z.string().trim().min(1).max(100),
  })
  .brand<'ConfirmBankRefund'>();
export type ConfirmBankRefund = z.output<typeof confirmBankRefundInput>;

/** Finance has sent a remittance back by hand: the refund is booked. `conflict` unless the refund waits for that. */
export async function confirmBankRefund(
  actor: Actor,
  input: ConfirmBankRefund,
  conn: Conn = db(),
): Promise<{ refundId: string }> {
  demand(actor, 'order.refund');
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'refund.confirmBank', input.requestId, input.refundId);
    if (!first) return { refundId: input.refundId };
    const refund = await lockRefund(tx, input.refundId);
    if (!refund) throw new AppError('notFound', 'errors.notFound');
    if (refund.state !== 'sending' || refund.providerRef !== null)
      throw new AppError('conflict', 'payments.refundNotWaiting');
    await recordAudit(tx, actor, {
      action: 'refund.confirmBank',
      subjectKind: 'refund',
      subjectId: refund.id,
      orgId: refund.orgId,
      after: { bankReference: input.bankReference },
    });
    await refundSucceeded(tx, refund, bank());
    return { refundId: refund.id };
  });
}
