import { describe, expect, it } from 'vitest';
import { defaultRules } from './default-rules.ts';
import { complianceRule, complianceRules, judge, type ComplianceInputs } from './judge.ts';

const rules = complianceRules.parse(defaultRules);
const at = new Date('2026-11-25T00:00:00Z');
const inputs = (
  buyerCountry: string,
  country: string,
  kind: 'permissioned' | 'public',
  portalCountry = 'SG',
): ComplianceInputs => ({
  buyerCountry,
  portalCountry,
  category: 'general',
  nodes: [
    { cityNodeId: 'first', country: 'DE', kind: 'permissioned' },
    { cityNodeId: 'second', country, kind },
  ],
});

describe('the default rules', () => {
  it('refuse a public chain to a buyer in China, naming rule and city node', () => {
    expect(judge(rules, inputs('CN', 'SG', 'public'), at)).toEqual({
      allowed: false,
      ruleId: 'cn-buyer-public',
      messageId: 'compliance.publicToChina',
      cityNodeId: 'second',
    });
  });
  it('refuse a public chain on a city node in China, and by a portal there', () => {
    expect(judge(rules, inputs('SG', 'CN', 'public'), at)).toMatchObject({ ruleId: 'cn-node-public' });
    expect(judge(rules, inputs('SG', 'SG', 'public', 'CN'), at)).toMatchObject({
      ruleId: 'cn-portal-public',
    });
  });
  it('allow permissioned chains everywhere, and public ones elsewhere', () => {
    expect(judge(rules, inputs('CN', 'CN', 'permissioned', 'CN'), at)).toEqual({ allowed: true });
    expect(judge(rules, inputs('DE', 'SG', 'public'), at)).toEqual({ allowed: true });
  });
});

describe('a dated rule', () => {
  const dated = complianceRules.parse([
    {
      id: 'games-only-in-2026',
      when: { category: ['games'] },
      from: '2026-01-01T00:00:00Z',
      until: '2027-01-01T00:00:00Z',
    },
  ]);
  const games = { ...inputs('DE', 'SG', 'permissioned'), category: 'games' };
  it('holds from its first instant up to, and not at, its last', () => {
    expect(judge(dated, games, new Date('2025-12-31T23:59:59Z')).allowed).toBe(true);
    expect(judge(dated, games, new Date('2026-01-01T00:00:00Z')).allowed).toBe(false);
    expect(judge(dated, games, new Date('2027-01-01T00:00:00Z')).allowed).toBe(true);
  });
  it('without any condition is no rule: it would refuse everybody', () => {
    expect(complianceRule.safeParse({ id: 'all', when: {} }).success).toBe(false);
  });
});
