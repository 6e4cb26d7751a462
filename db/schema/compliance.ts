import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant, primaryId } from './columns.ts';

/** A dated version of the whole rule set; lib/compliance holds the schema of `rules`. */
export const complianceRuleSets = pgTable(
  'compliance_rule_sets',
  {
    id: primaryId(),
    version: integer('version').notNull(),
    effectiveFrom: instant('effective_from').notNull(),
    rules: jsonb('rules').$type<unknown>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('compliance_rule_sets_version').on(t.version),
    index('compliance_rule_sets_effective').on(t.effectiveFrom),
  ],
);

/** What was decided, by which version, from which inputs. Append-only. */
export const complianceVerdicts = pgTable(
  'compliance_verdicts',
  {
    id: primaryId(),
    stage: text('stage', { enum: ['quote', 'payment', 'deployment', 'renewal'] }).notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    orgId: text('org_id').notNull(),
    ruleSetVersion: integer('rule_set_version').notNull(),
    inputs: jsonb('inputs').$type<unknown>().notNull(),
    allowed: text('allowed', { enum: ['yes', 'no'] }).notNull(),
    ruleId: text('rule_id'),
    messageId: text('message_id'),
    at: createdAt(),
  },
  (t) => [
    index('compliance_verdicts_subject').on(t.subjectKind, t.subjectId, t.at),
    index('compliance_verdicts_org').on(t.orgId, t.at),
  ],
);
