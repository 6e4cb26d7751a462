/** Largest remainder: floors, then one unit each to the largest fractions, ties to the earlier place. */
export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  const floors = weights.map((weight) => (amount * weight) / whole);
  const rests = weights.map((weight, place) => ({ place, rest: (amount * weight) % whole }));
  rests.sort((a, b) => (a.rest < b.rest ? 1 : a.rest > b.rest ? -1 : a.place - b.place));
  let left = amount - floors.reduce((sum, part) => sum + part, 0n);
  for (const { place } of rests) {
    if (left === 0n) break;
    floors[place] = (floors[place] ?? 0n) + 1n;
    left -= 1n;
  }
  return floors;
}

export type Rule = {
  version: number;
  portal: number;
  provider: number;
  frameworkProvider: number;
  operations: number;
};

/** Portal first, then provider, framework provider and operations out of the rest. */
export function split(net: bigint, rule: Rule): Record<string, bigint> {
  const [portal = 0n, rest = 0n] = allocate(net, [BigInt(rule.portal), 10_000n - BigInt(rule.portal)]);
  const [provider = 0n, framework = 0n, operations = 0n] = allocate(rest, [
    BigInt(rule.provider),
    BigInt(rule.frameworkProvider),
    BigInt(rule.operations),
  ]);
  return { portal, provider, framework, operations };
}

export const basisPointsOf = (rule: Rule, party: string): number | undefined =>
  ({
    portal: rule.portal,
    provider: rule.provider,
    framework: rule.frameworkProvider,
    operations: rule.operations,
  })[party];
