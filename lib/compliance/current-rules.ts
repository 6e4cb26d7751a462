import { desc, lte, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { complianceRuleSets } from '#db/schema/compliance.ts';
import { defaultRules } from './default-rules.ts';
import { complianceRules, type ComplianceRule } from './judge.ts';

export type RulesInForce = { version: number; rules: ComplianceRule[]; at: Date };

/** The rule set in force now, by the portal's clock; the default set as version 0 where none was published. */
export async function currentRules(conn: Conn = db()): Promise<RulesInForce> {
  const [row] = await conn
    .select({
      version: complianceRuleSets.version,
      rules: complianceRuleSets.rules,
      at: sql<string>`portal_now()`,
    })
    .from(complianceRuleSets)
    .where(lte(complianceRuleSets.effectiveFrom, sql`portal_now()`))
    .orderBy(desc(complianceRuleSets.effectiveFrom), desc(complianceRuleSets.version))
    .limit(1);
  return row
    ? { version: row.version, rules: complianceRules.parse(row.rules), at: new Date(row.at) }
    : { version: 0, rules: complianceRules.parse(defaultRules), at: new Date() };
}
