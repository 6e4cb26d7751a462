import type { ComplianceRules } from './judge.ts';

/**
 * What every portal starts with, and version 0 of the rules where an operator has published none: public chains are
 * offered neither to buyers in China, nor on city nodes there, nor by portals there.
 */
export const defaultRules: ComplianceRules = [
  {
    id: 'cn-buyer-public',
    when: { buyerCountry: ['CN'], kind: ['public'] },
    messageId: 'compliance.publicToChina',
  },
  {
    id: 'cn-node-public',
    when: { nodeCountry: ['CN'], kind: ['public'] },
    messageId: 'compliance.publicInChina',
  },
  {
    id: 'cn-portal-public',
    when: { portalCountry: ['CN'], kind: ['public'] },
    messageId: 'compliance.publicByPortalInChina',
  },
];
