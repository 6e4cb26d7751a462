import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from './allocate.ts';
import { splitNet } from './split-net.ts';
import vectors from './testing/vectors.json' with { type: 'json' };

const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 6 })
  .filter((all) => all.some((weight) => weight > 0n));

describe('allocate', () => {
  it.each(vectors.allocations as [string, string[], string[]][])(
    '%s by %j gives %j',
    (amount, parts, expected) => {
      expect(allocate(BigInt(amount), parts.map(BigInt)).map(String)).toEqual(expected);
    },
  );

  it('neither loses nor makes a unit, and gives nothing to a weight of nought', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), weights, (amount, all) => {
        const parts = allocate(amount, all);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount);
        all.forEach((weight, place) => weight === 0n && expect(parts[place]).toBe(0n));
      }),
    );
  });

  it('refuses weights that are negative or all nought', () => {
    expect(() => allocate(1n, [0n, 0n])).toThrow(RangeError);
    expect(() => allocate(1n, [2n, -1n])).toThrow(RangeError);
  });
});

describe('splitNet', () => {
  const rule = {
    version: 1,
    portalBasisPoints: 2000,
    providerBasisPoints: 6000,
    frameworkBasisPoints: 2500,
    operationsBasisPoints: 1500,
  };

  it.each([
    ['10001', ['2000', '4801', '2000', '1200']],
    ['1', ['0', '1', '0', '0']],
    ['3', ['1', '1', '1', '0']],
    ['0', ['0', '0', '0', '0']],
  ] as const)('%s = %j', (net, expected) => {
    const { portal, provider, framework, operations } = splitNet(BigInt(net), rule);
    expect([portal, provider, framework, operations].map(({ amount }) => String(amount))).toEqual(expected);
  });
});
