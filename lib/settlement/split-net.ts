import { allocate } from './allocate.ts';

export type ShareRule = {
  version: number;
  /** Of the whole net. */
  portalBasisPoints: number;
  /** Of what is left after the portal's share; the three add up to 10,000. */
  providerBasisPoints: number;
  frameworkBasisPoints: number;
  operationsBasisPoints: number;
};

export type NetParty = 'portal' | 'provider' | 'framework' | 'operations';
export type NetShares = Record<NetParty, { amount: bigint; basisPoints: number }>;

const whole = 10_000n;

/**
 * Splits the net of one order line: the portal first, then provider, framework provider and operations share what is
 * left. Both steps by largest remainder, ties in that order. The four add up to the net exactly.
 */
export function splitNet(net: bigint, rule: ShareRule): NetShares {
  const portal = BigInt(rule.portalBasisPoints);
  const [own = 0n, rest = 0n] = allocate(net, [portal, whole - portal]);
  const [provider = 0n, framework = 0n, operations = 0n] = allocate(rest, [
    BigInt(rule.providerBasisPoints),
    BigInt(rule.frameworkBasisPoints),
    BigInt(rule.operationsBasisPoints),
  ]);
  return {
    portal: { amount: own, basisPoints: rule.portalBasisPoints },
    provider: { amount: provider, basisPoints: rule.providerBasisPoints },
    framework: { amount: framework, basisPoints: rule.frameworkBasisPoints },
    operations: { amount: operations, basisPoints: rule.operationsBasisPoints },
  };
}
