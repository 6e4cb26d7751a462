import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { settlements } from '#db/schema/settlement.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { bank, payable } from '#lib/ledger/accounts.ts';
import { post, type Posting } from '#lib/ledger/post.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { totalsSchema } from './totals-schema.ts';
import type { Totals } from './week-totals.ts';
import { weekField, weekText } from './weeks.ts';

export const markRemittedInput = z
  .object({
    requestId: z.uuid(),
    week: weekField,
    /** What the bank calls the transfer. */
    reference: z.string().trim().min(3).max(120),
  })
  .brand<'MarkRemitted'>();

/**
 * Says that an issued week's money has gone to the settlement company: the three parties' accounts are debited with
 * their shares and the bank credited, in one ledger transaction. Once a week; a repeat with the same request id does
 * nothing, any other is a conflict. What the portal earned and the tax stay where they are.
 */
export async function markRemitted(
  actor: Actor,
  input: z.output<typeof markRemittedInput>,
  conn: Conn = db(),
): Promise<{ week: string }> {
  demand(actor, 'settlement.remit');
  const week = weekText(input.week);
  return conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'settlement.remit', input.requestId, week);
    if (!claim.first) return { week: claim.subjectId };
    const [row] = await tx
      .select()
      .from(settlements)
      .where(and(eq(settlements.year, input.week.year), eq(settlements.week, input.week.week)))
      .for('update');
    if (!row || row.state === 'draft') throw new AppError('conflict', 'finance.weekNotIssued', { week });
    if (row.state === 'remitted') throw new AppError('conflict', 'finance.weekAlreadyRemitted', { week });
    const now = await portalNow(tx);
    await post(tx, {
      externalRef: `payout:${row.id}`,
      kind: 'payout',
      effectiveAt: now,
      postings: payoutOf(totalsSchema.parse(row.totals)),
      detail: { week },
    });
    await tx
      .update(settlements)
      .set({
        state: 'remitted',
        remittedAt: now,
        remittedBy: actor.id,
        remittanceReference: input.reference,
      })
      .where(eq(settlements.id, row.id));
    await recordAudit(tx, actor, {
      action: 'settlement.remit',
      subjectKind: 'settlement',
      subjectId: week,
      after: { reference: input.reference, number: row.number },
    });
    return { week };
  });
}

function payoutOf({ parties, currency }: Totals): Posting[] {
  const postings = parties.flatMap(({ party, partyId, amount }) =>
    party === 'portal' || party === 'tax'
      ? []
      : [{ account: payable(party, partyId), amount: { minor: BigInt(amount), currency } }],
  );
  const total = postings.reduce((sum, { amount }) => sum + amount.minor, 0n);
  return [...postings, { account: bank(), amount: { minor: -total, currency } }];
}
