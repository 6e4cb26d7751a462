import type { Conn } from '#db/connection.ts';
import { complianceVerdicts } from '#db/schema/compliance.ts';
import { newId } from '#lib/ids/new-id.ts';
import { currentRules, type RulesInForce } from './current-rules.ts';
import { judge, type ComplianceInputs, type Judgement } from './judge.ts';

export type VerdictStage = 'quote' | 'payment' | 'deployment' | 'renewal';
export type VerdictSubject = { kind: string; id: string; orgId: string };
export type Verdict = Judgement & { id: string; ruleSetVersion: number };

/**
 * Judges by the rules in force now and keeps the verdict with version and inputs, allowed or not. The caller decides
 * what a refusal means; a row that must outlive the refusal belongs to a transaction that commits.
 */
export async function verdictFor(
  tx: Conn,
  stage: VerdictStage,
  subject: VerdictSubject,
  inputs: ComplianceInputs,
): Promise<Verdict> {
  const verdict = verdictBy(await currentRules(tx), inputs);
  await keepVerdict(tx, stage, subject, inputs, verdict);
  return verdict;
}

/** The verdict of rules that were read before; it counts once it is kept, in the transaction in which they were read. */
export function verdictBy({ version, rules, at }: RulesInForce, inputs: ComplianceInputs): Verdict {
  return { ...judge(rules, inputs, at), id: newId(), ruleSetVersion: version };
}

export async function keepVerdict(
  tx: Conn,
  stage: VerdictStage,
  subject: VerdictSubject,
  inputs: ComplianceInputs,
  verdict: Verdict,
): Promise<void> {
  await tx.insert(complianceVerdicts).values({
    id: verdict.id,
    stage,
    subjectKind: subject.kind,
    subjectId: subject.id,
    orgId: subject.orgId,
    ruleSetVersion: verdict.ruleSetVersion,
    inputs,
    allowed: verdict.allowed ? 'yes' : 'no',
    ruleId: verdict.allowed ? null : verdict.ruleId,
    messageId: verdict.allowed ? null : verdict.messageId,
  });
}
