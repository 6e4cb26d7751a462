import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { shareRules } from '#db/schema/pricing.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { effectiveFromField, effectiveInstant } from '#lib/clock/effective-from.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';

const basisPoints = z.coerce.number().int().min(0).max(10_000);
const absent = z.literal('').transform(() => null);

export const proposeShareRuleInput = z
  .object({
    requestId: z.uuid(),
    effectiveFrom: effectiveFromField,
    /** Empty: every city node, every framework. */
    cityNodeId: z.union([absent, z.uuid()]).default(null),
    frameworkId: z.union([absent, z.string().max(32)]).default(null),
    /** Of the net. */
    portalBasisPoints: basisPoints,
    /** Of what is left then; the three add up to 10,000. */
    providerBasisPoints: basisPoints,
    frameworkBasisPoints: basisPoints,
    operationsBasisPoints: basisPoints,
  })
  .refine(
    (rule) => rule.providerBasisPoints + rule.frameworkBasisPoints + rule.operationsBasisPoints === 10_000,
    {
      error: 'prices.sharesDoNotAddUp',
      path: ['operationsBasisPoints'],
    },
  )
  .brand<'ProposeShareRule'>();
export type ProposeShareRule = z.output<typeof proposeShareRuleInput>;

/**
 * Puts a new dated share rule before a second person. Sales keep the rule that was in force when they were paid, so a
 * date in the past is refused.
 */
export async function proposeShareRule(
  actor: Actor,
  input: ProposeShareRule,
  conn: Conn = db(),
): Promise<{ id: string; version: number }> {
  demand(actor, 'shareRule.propose');
  return conn.transaction(async (tx) => {
    const { requestId, ...rule } = input;
    const claim = await claimRequest(tx, actor, 'shareRule.propose', requestId, newId());
    if (!claim.first) return versionOf(claim.subjectId, tx);
    const effectiveFrom = await effectiveInstant(tx, rule.effectiveFrom);
    // One proposal at a time: the lock gives versions without gaps or races.
    await tx.execute(sql`lock table share_rules in share row exclusive mode`);
    const [made] = await tx
      .insert(shareRules)
      .values({
        ...rule,
        id: claim.subjectId,
        version: sql`(select coalesce(max(version), 0) + 1 from share_rules)`,
        effectiveFrom,
        state: 'proposed',
        proposedBy: actor.id,
      })
      .returning({ id: shareRules.id, version: shareRules.version });
    if (!made) throw new Error('the share rule was not written');
    await recordAudit(tx, actor, {
      action: 'shareRule.propose',
      subjectKind: 'shareRule',
      subjectId: made.id,
      after: { version: made.version, ...rule },
    });
    return made;
  });
}

async function versionOf(id: string, tx: Conn): Promise<{ id: string; version: number }> {
  const [row] = await tx
    .select({ id: shareRules.id, version: shareRules.version })
    .from(shareRules)
    .where(eq(shareRules.id, id));
  if (!row) throw new AppError('notFound', 'errors.notFound');
  return row;
}
