import { desc } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { complianceRuleSets } from '#db/schema/compliance.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { currentRules } from './current-rules.ts';
import { complianceRules, type ComplianceRule } from './judge.ts';

export type RuleSetRow = { version: number; effectiveFrom: Date; rules: ComplianceRule[]; createdAt: Date };

const shownVersions = 50;

/** The rule set in force, and the dated versions there have been and will be, newest first; staff only. */
export async function listRuleSets(
  actor: Actor,
  conn: Conn = db(),
): Promise<{ inForce: { version: number; rules: ComplianceRule[] }; newest: number; rows: RuleSetRow[] }> {
  demand(actor, 'portal.read');
  const { version, rules } = await currentRules(conn);
  const found = await conn
    .select({
      version: complianceRuleSets.version,
      effectiveFrom: complianceRuleSets.effectiveFrom,
      rules: complianceRuleSets.rules,
      createdAt: complianceRuleSets.createdAt,
    })
    .from(complianceRuleSets)
    .orderBy(desc(complianceRuleSets.version))
    .limit(shownVersions);
  return {
    inForce: { version, rules },
    newest: found[0]?.version ?? 0,
    rows: found.map((row) => ({ ...row, rules: complianceRules.parse(row.rules) })),
  };
}
