'use server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { formAction } from '#lib/actions/form-action.ts';
import { thenParse } from '#lib/actions/then-parse.ts';
import { complianceRule } from '#lib/compliance/judge.ts';
import { publishRules, publishRulesInput } from '#lib/compliance/publish-rules.ts';

const version = { requestId: z.string(), effectiveFrom: z.string().default(''), basedOn: z.string() };
/** The rules of the version that was on screen; they come back so that one change makes the whole next version. */
const rulesText = z.string().transform((text, context) => {
  try {
    return z.array(complianceRule).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'errors.conflict' });
    return z.NEVER;
  }
});
const list = z.string().transform((text) => {
  const parts = text
    .toUpperCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  return parts.length > 0 ? parts : undefined;
});

const addRuleForm = z
  .object({
    ...version,
    rules: rulesText,
    id: z.string(),
    buyerCountry: list,
    portalCountry: list,
    nodeCountry: list,
    kind: z.enum(['', 'permissioned', 'public']),
  })
  .transform(({ requestId, effectiveFrom, basedOn, rules, id, kind, ...countries }) => ({
    requestId,
    effectiveFrom,
    basedOn,
    rules: [...rules, { id, when: { ...countries, kind: kind ? [kind] : undefined } }],
  }))
  .transform(thenParse(publishRulesInput));

const removeRuleForm = z
  .object({ ...version, rules: rulesText, id: z.string() })
  .transform(({ rules, id, ...rest }) => ({ ...rest, rules: rules.filter((rule) => rule.id !== id) }))
  .transform(thenParse(publishRulesInput));

export const addRuleAction = formAction({
  name: 'compliance.addRule',
  input: addRuleForm,
  run: async (actor, input) => {
    await publishRules(actor, input);
    refresh();
  },
});

export const removeRuleAction = formAction({
  name: 'compliance.removeRule',
  input: removeRuleForm,
  run: async (actor, input) => {
    await publishRules(actor, input);
    refresh();
  },
});
