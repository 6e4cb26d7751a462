'use server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { formAction } from '#lib/actions/form-action.ts';
import { thenParse } from '#lib/actions/then-parse.ts';
import { decideShareRule, decideShareRuleInput } from '#lib/share-rules/decide-share-rule.ts';
import { proposeShareRule, proposeShareRuleInput } from '#lib/share-rules/propose-share-rule.ts';

/** Per cent as people type them (`18.75`), as basis points. */
const percent = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,2})?$/, 'prices.notAPercentage')
  .transform((text) => Math.round(Number(text) * 100));

const shareRuleForm = z
  .object({
    portalBasisPoints: percent,
    providerBasisPoints: percent,
    frameworkBasisPoints: percent,
    operationsBasisPoints: percent,
  })
  .loose()
  .transform(thenParse(proposeShareRuleInput));

export const proposeShareRuleAction = formAction({
  name: 'shareRule.propose',
  input: shareRuleForm,
  run: async (actor, input) => {
    await proposeShareRule(actor, input);
    refresh();
  },
});

export const decideShareRuleAction = formAction({
  name: 'shareRule.decide',
  input: decideShareRuleInput,
  run: async (actor, input) => {
    await decideShareRule(actor, input);
    refresh();
  },
});
