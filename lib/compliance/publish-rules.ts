import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { complianceRuleSets } from '#db/schema/compliance.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { effectiveFromField, effectiveInstant } from '#lib/clock/effective-from.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { complianceRules } from './judge.ts';

export const publishRulesInput = z
  .object({
    requestId: z.uuid(),
    effectiveFrom: effectiveFromField,
    rules: complianceRules.refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, {
      error: 'compliance.ruleTwice',
    }),
    /** The version that was being edited: somebody else's newer one is not overwritten unseen. */
    basedOn: z.coerce.number().int().min(0),
  })
  .brand<'PublishRules'>();
export type PublishRules = z.output<typeof publishRulesInput>;

/** Publishes the whole rule set as a new dated version. Verdicts already given keep the version they were given by. */
export async function publishRules(
  actor: Actor,
  input: PublishRules,
  conn: Conn = db(),
): Promise<{ version: number }> {
  demand(actor, 'compliance.manage');
  return conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'compliance.publish', input.requestId, newId());
    if (!claim.first) return versionOf(claim.subjectId, tx);
    const effectiveFrom = await effectiveInstant(tx, input.effectiveFrom);
    await tx.execute(sql`lock table compliance_rule_sets in share row exclusive mode`);
    const newest = await tx.execute<{ version: number }>(
      sql`select coalesce(max(version), 0)::int as version from compliance_rule_sets`,
    );
    const before = newest.rows[0]?.version ?? 0;
    if (before !== input.basedOn) throw new AppError('conflict', 'errors.conflict');
    const version = before + 1;
    await tx.insert(complianceRuleSets).values({
      id: claim.subjectId,
      version,
      effectiveFrom,
      rules: input.rules,
      createdBy: actor.id,
    });
    await recordAudit(tx, actor, {
      action: 'compliance.publish',
      subjectKind: 'complianceRuleSet',
      subjectId: claim.subjectId,
      after: { version, effectiveFrom: effectiveFrom.toISOString(), rules: input.rules },
    });
    return { version };
  });
}

async function versionOf(id: string, tx: Conn): Promise<{ version: number }> {
  const [row] = await tx
    .select({ version: complianceRuleSets.version })
    .from(complianceRuleSets)
    .where(eq(complianceRuleSets.id, id));
  if (!row) throw new AppError('notFound', 'errors.notFound');
  return row;
}
