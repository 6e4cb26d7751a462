'use server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { formAction } from '#lib/actions/form-action.ts';
import { thenParse } from '#lib/actions/then-parse.ts';
import { complianceRule } from '#lib/compliance/judge.ts';
import { isCountry } from '#lib/organisations/countries.ts';
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
/** What the verb's schema would refuse is refused here already, beside the field that it was typed into. */
const countries = z
  .string()
  .transform((text) =>
    text
      .toUpperCase()
      .split(/[\s,，、]+/)
      .filter(Boolean),
  )
  .refine((codes) => codes.every(isCountry), 'compliance.countryUnknown')
  .transform((codes) => (codes.length > 0 ? codes : undefined));

const addRuleForm = z
  .object({
    ...version,
    rules: rulesText,
    id: z.string().refine((id) => complianceRule.shape.id.safeParse(id).success, 'compliance.ruleName'),
    buyerCountry: countries,
    portalCountry: countries,
    nodeCountry: countries,
    kind: z.enum(['', 'permissioned', 'public']),
  })
  .refine(({ rules, id }) => rules.every((rule) => rule.id !== id), {
    path: ['id'],
    error: 'compliance.ruleTwice',
  })
  .refine((rule) => rule.kind || rule.buyerCountry || rule.nodeCountry || rule.portalCountry, {
    path: ['kind'],
    error: 'compliance.ruleWithoutCondition',
  })
  .transform(({ requestId, effectiveFrom, basedOn, rules, id, kind, ...places }) => ({
    requestId,
    effectiveFrom,
    basedOn,
    rules: [...rules, { id, when: { ...places, kind: kind ? [kind] : undefined } }],
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
