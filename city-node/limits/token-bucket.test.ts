import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

/** The ideal bucket in whole numbers: time in microseconds, tokens in millionths. */
class IdealBucket {
  readonly #rate: bigint;
  #level: bigint;
  #at = 0n;
  constructor(rate: number) {
    this.#rate = BigInt(rate);
    this.#level = this.#rate * 1_000_000n;
  }
  takeUpTo(wanted: number, us: number): number {
    const filled = this.#level + (BigInt(us) - this.#at) * this.#rate;
    this.#level = filled < this.#rate * 1_000_000n ? filled : this.#rate * 1_000_000n;
    this.#at = BigInt(us);
    const free = Number(this.#level / 1_000_000n);
    const granted = Math.min(wanted, free);
    this.#level -= BigInt(granted) * 1_000_000n;
    return granted;
  }
}

const rates = fc.constantFrom(1, 3, 7, 10, 100, 333, 1000, 99_991);
const arrivals = fc.array(
  fc.record({
    gapUs: fc.oneof(fc.nat(2_000), fc.nat(200_000), fc.nat(3_000_000)),
    wanted: fc.integer({ min: 1, max: 150 }),
  }),
  { maxLength: 300 },
);

describe('a token bucket', () => {
  it('gives what the ideal bucket gives, arrival by arrival', () => {
    fc.assert(
      fc.property(rates, arrivals, (rate, steps) => {
        const [bucket, ideal] = [new TokenBucket(rate), new IdealBucket(rate)];
        let us = 0;
        for (const { gapUs, wanted } of steps) {
          us += gapUs;
          expect(bucket.takeUpTo(wanted, us / 1000)).toBe(ideal.takeUpTo(wanted, us));
        }
      }),
    );
  });

  it('never gives more than rate × (t + 1) in any stretch of t seconds', () => {
    fc.assert(
      fc.property(rates, arrivals, (rate, steps) => {
        const bucket = new TokenBucket(rate);
        const given: { us: number; granted: number }[] = [];
        let us = 0;
        for (const { gapUs, wanted } of steps) {
          us += gapUs;
          given.push({ us, granted: bucket.takeUpTo(wanted, us / 1000) });
        }
        for (let from = 0; from < given.length; from += 1) {
          let sum = 0;
          const start = given[from]?.us ?? 0;
          for (const { us: at, granted } of given.slice(from)) {
            sum += granted;
            expect(sum).toBeLessThanOrEqual(rate + (rate * (at - start)) / 1e6 + 1e-6);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('refuses no call of traffic that keeps to its rate, a second’s worth at once included', () => {
    fc.assert(
      fc.property(rates, fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 200 }), (rate, parts) => {
        const bucket = new TokenBucket(rate);
        for (const [second, part] of parts.entries()) {
          // `part` bursts in this second, together one second's worth, spread evenly over it.
          const size = Math.floor(rate / part);
          for (let i = 0; i < part && size > 0; i += 1) {
            const at = 5_000 + second * 1000 + (i * 1000) / part;
            expect(bucket.takeUpTo(size, at)).toBe(size);
          }
        }
      }),
    );
  });

  it('says how long to wait, and the call is allowed then and not before', () => {
    fc.assert(
      fc.property(rates, fc.nat(2000), (rate, extra) => {
        const bucket = new TokenBucket(rate);
        bucket.takeUpTo(rate, 0);
        bucket.charge(extra, 0);
        const wait = bucket.waitFor(1, 0);
        const early = new TokenBucket(rate);
        early.adopt(rate + extra, 0);
        expect(early.takeUpTo(1, wait * 0.99)).toBe(0);
        expect(bucket.takeUpTo(1, wait)).toBe(1);
      }),
    );
  });

  it('keeps what was used up when its rate changes', () => {
    const bucket = new TokenBucket(10);
    expect(bucket.takeUpTo(10, 0)).toBe(10);
    bucket.setRate(20, 0);
    expect(bucket.takeUpTo(20, 0)).toBe(10);
    bucket.setRate(10, 0);
    expect(bucket.takeUpTo(1, 500)).toBe(0);
  });
});
