/** The same numbers in every installation: mulberry32. */
export type Random = {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** From `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<const T extends readonly [unknown, ...unknown[]]>(from: T): T[number];
  code(length: number): string;
};

const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    pick: (from) => from[whole(0, from.length - 1)] ?? from[0],
    code: (length) => Array.from({ length }, () => alphabet[whole(0, alphabet.length - 1)]).join(''),
  };
}
