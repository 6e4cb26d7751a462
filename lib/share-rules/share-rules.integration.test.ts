import { expect, it } from 'vitest';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { decideShareRule, decideShareRuleInput } from './decide-share-rule.ts';
import { listShareRules, listShareRulesInput } from './list-share-rules.ts';
import { proposeShareRule, proposeShareRuleInput } from './propose-share-rule.ts';

testDatabase();

const operator = testActor({ role: 'operator' });
const administrator = testActor({ role: 'administrator' });
const approver = testActor({ role: 'approver' });
const fields = () => ({
  requestId: newId(),
  effectiveFrom: new Date(Date.now() + 60_000).toISOString(),
  cityNodeId: '',
  frameworkId: '',
  portalBasisPoints: '2000',
  providerBasisPoints: '7500',
  frameworkBasisPoints: '1875',
  operationsBasisPoints: '625',
});
const decision = (id: string) => decideShareRuleInput.parse({ requestId: newId(), id, decision: 'approved' });

it('is proposed by one person and decided by another, once', async () => {
  const rule = await proposeShareRule(administrator, proposeShareRuleInput.parse(fields()));
  await expect(decideShareRule(administrator, decision(rule.id))).rejects.toMatchObject({
    messageId: 'prices.secondPerson',
  });
  await decideShareRule(approver, decision(rule.id));
  await expect(decideShareRule(approver, decision(rule.id))).rejects.toMatchObject({ code: 'conflict' });
  const { rows } = await listShareRules(operator, listShareRulesInput.parse({}));
  expect(rows[0]).toMatchObject({
    version: rule.version,
    state: 'approved',
    cityNode: null,
    portalBasisPoints: 2000,
  });
});

it('refuses shares that do not add up, the past, and whoever may not', async () => {
  expect(proposeShareRuleInput.safeParse({ ...fields(), operationsBasisPoints: '626' }).success).toBe(false);
  const past = proposeShareRuleInput.parse({ ...fields(), effectiveFrom: '2020-01-01T00:00:00Z' });
  await expect(proposeShareRule(operator, past)).rejects.toMatchObject({ field: 'effectiveFrom' });
  for (const role of ['finance', 'support', 'owner'] as const) {
    const actor = testActor({ role });
    const input = proposeShareRuleInput.parse(fields());
    await expect(proposeShareRule(actor, input)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(decideShareRule(actor, decision(newId()))).rejects.toMatchObject({ code: 'forbidden' });
  }
  await expect(
    listShareRules(testActor({ role: 'owner' }), listShareRulesInput.parse({})),
  ).rejects.toMatchObject({
    code: 'forbidden',
  });
});
