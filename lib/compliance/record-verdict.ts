import type { Conn } from '#db/connection.ts';
import { complianceVerdicts } from '#db/schema/compliance.ts';
import { newId } from '#lib/ids/new-id.ts';
import { currentRules } from './current-rules.ts';
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
  const { version, rules, at } = await currentRules(tx);
  const judgement = judge(rules, inputs, at);
  const id = newId();
  await tx.insert(complianceVerdicts).values({
    id,
    stage,
    subjectKind: subject.kind,
    subjectId: subject.id,
    orgId: subject.orgId,
    ruleSetVersion: version,
    inputs,
    allowed: judgement.allowed ? 'yes' : 'no',
    ruleId: judgement.allowed ? null : judgement.ruleId,
    messageId: judgement.allowed ? null : judgement.messageId,
  });
  return { ...judgement, id, ruleSetVersion: version };
}
