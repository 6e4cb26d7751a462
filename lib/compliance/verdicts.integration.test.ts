import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { complianceRuleSets, complianceVerdicts } from '#db/schema/compliance.ts';
import { taxRates } from '#db/schema/pricing.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { rateFor } from '#lib/tax/rate-for.ts';
import { verdictFor } from './record-verdict.ts';

testDatabase();

const inputs = {
  buyerCountry: 'CN',
  portalCountry: 'SG',
  category: 'general',
  nodes: [{ cityNodeId: newId(), country: 'SG', kind: 'public' as const }],
};
const judged = (subjectId: string) =>
  verdictFor(db(), 'deployment', { kind: 'deployment', id: subjectId, orgId: newId() }, inputs);

it('judges by what ships with the software until an operator publishes rules, and then by the version in force', async () => {
  const first = newId();
  expect(await judged(first)).toMatchObject({ allowed: false, ruleId: 'cn-buyer-public', ruleSetVersion: 0 });
  await db()
    .insert(complianceRuleSets)
    .values([
      { id: newId(), version: 1, effectiveFrom: new Date('2026-01-01'), rules: [], createdBy: 'test' },
      {
        id: newId(),
        version: 2,
        effectiveFrom: new Date('2126-01-01'),
        rules: [{ id: 'later', when: { kind: ['public'] } }],
        createdBy: 'test',
      },
    ]);
  expect(await judged(newId())).toMatchObject({ allowed: true, ruleSetVersion: 1 });
  const [kept] = await db().select().from(complianceVerdicts).where(eq(complianceVerdicts.subjectId, first));
  expect(kept).toMatchObject({
    stage: 'deployment',
    allowed: 'no',
    ruleSetVersion: 0,
    inputs: { buyerCountry: 'CN' },
  });
});

it('keeps verdicts: nobody changes one afterwards', async () => {
  const id = newId();
  await judged(id);
  await expect(
    db().update(complianceVerdicts).set({ allowed: 'yes' }).where(eq(complianceVerdicts.subjectId, id)),
  ).rejects.toThrow();
});

it('finds the tax rate of a buyer that is in force, and not one to come', async () => {
  const rate = (basisPoints: number, effectiveFrom: string) => ({
    id: newId(),
    buyerCountry: 'SG',
    buyerKind: 'any' as const,
    name: 'GST',
    basisPoints,
    effectiveFrom: new Date(effectiveFrom),
    createdBy: 'test',
  });
  await db()
    .insert(taxRates)
    .values([rate(900, '2024-01-01'), rate(1000, '2126-01-01')]);
  expect(await rateFor(db(), { country: 'SG', kind: 'business' })).toEqual({ name: 'GST', basisPoints: 900 });
  expect(await rateFor(db(), { country: 'DE', kind: 'business' })).toEqual({ name: '', basisPoints: 0 });
});
