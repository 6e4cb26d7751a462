import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { shareRules } from '#db/schema/pricing.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';

export const decideShareRuleInput = z
  .object({ requestId: z.uuid(), id: z.uuid(), decision: z.enum(['approved', 'rejected']) })
  .brand<'DecideShareRule'>();
export type DecideShareRule = z.output<typeof decideShareRuleInput>;

/** The second person's word on a proposed share rule; whoever proposed it is refused. Never in force before it was approved. */
export async function decideShareRule(
  actor: Actor,
  input: DecideShareRule,
  conn: Conn = db(),
): Promise<void> {
  demand(actor, 'shareRule.approve');
  await conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'shareRule.decide', input.requestId, input.id);
    if (!claim.first) return;
    const [rule] = await tx
      .select({ state: shareRules.state, proposedBy: shareRules.proposedBy, version: shareRules.version })
      .from(shareRules)
      .where(eq(shareRules.id, input.id))
      .for('update');
    if (!rule) throw new AppError('notFound', 'errors.notFound');
    const { version } = rule;
    if (rule.state !== 'proposed') throw new AppError('conflict', 'prices.alreadyDecided', { version });
    if (rule.proposedBy === actor.id) throw new AppError('forbidden', 'prices.secondPerson', { version });
    await tx
      .update(shareRules)
      .set({
        state: input.decision,
        decidedBy: actor.id,
        decidedAt: sql`portal_now()`,
        effectiveFrom: sql`greatest(${shareRules.effectiveFrom}, portal_now())`,
      })
      .where(eq(shareRules.id, input.id));
    await recordAudit(tx, actor, {
      action: `shareRule.${input.decision === 'approved' ? 'approve' : 'reject'}`,
      subjectKind: 'shareRule',
      subjectId: input.id,
      after: { version },
    });
  });
}
