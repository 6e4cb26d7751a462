import { expect, it } from 'vitest';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { addTaxRate, addTaxRateInput } from '#lib/tax/add-tax-rate.ts';
import { listTaxRates } from '#lib/tax/list-tax-rates.ts';
import { defaultRules } from './default-rules.ts';
import { listRuleSets } from './list-rule-sets.ts';
import { publishRules, publishRulesInput } from './publish-rules.ts';

testDatabase();

const operator = testActor({ role: 'operator' });
const soon = () => new Date(Date.now() + 60_000).toISOString();
const rules = (basedOn: number) =>
  publishRulesInput.parse({ requestId: newId(), effectiveFrom: soon(), rules: defaultRules, basedOn });

it('publishes versions one after another, and never over a version that was not seen', async () => {
  expect(await listRuleSets(operator)).toMatchObject({ inForce: { version: 0 }, newest: 0, rows: [] });
  const first = rules(0);
  expect(await publishRules(operator, first)).toEqual({ version: 1 });
  expect(await publishRules(operator, first)).toEqual({ version: 1 });
  await expect(publishRules(operator, rules(0))).rejects.toMatchObject({ code: 'conflict' });
  expect(await publishRules(operator, rules(1))).toEqual({ version: 2 });
});

it('takes a rule id once', () => {
  const twice = { ...rules(2), rules: [defaultRules[0], defaultRules[0]] };
  expect(publishRulesInput.safeParse(twice).success).toBe(false);
});

it('adds dated tax rates; refuses the past and whoever may not', async () => {
  const rate = (effectiveFrom: string) =>
    addTaxRateInput.parse({
      requestId: newId(),
      buyerCountry: 'SG',
      buyerKind: 'any',
      name: 'GST',
      basisPoints: '900',
      effectiveFrom,
    });
  const { id } = await addTaxRate(operator, rate(soon()));
  expect(await listTaxRates(operator)).toMatchObject([{ id, buyerCountry: 'SG', basisPoints: 900 }]);
  await expect(addTaxRate(operator, rate('2020-01-01T00:00:00Z'))).rejects.toMatchObject({ code: 'invalid' });
  for (const role of ['finance', 'owner'] as const) {
    const actor = testActor({ role });
    await expect(addTaxRate(actor, rate(soon()))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(publishRules(actor, rules(2))).rejects.toMatchObject({ code: 'forbidden' });
  }
  await expect(listRuleSets(testActor({ role: 'owner' }))).rejects.toMatchObject({ code: 'forbidden' });
});
