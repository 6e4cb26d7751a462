import type { Stripe } from 'stripe';
import { expect, it } from 'vitest';
import { checkoutOf, wireAmount } from './transform.ts';

it.each([
  [251_856n, 'CNY', 251_856],
  [2_519n, 'JPY', 2_519],
  [2_519n, 'ISK', 251_900],
  [9_000n, 'UGX', 900_000],
  [251_800n, 'MGA', 2_518],
  [25_180n, 'KWD', 25_180],
])('sends %d of %s as %d, and reads it back', (minor, currency, wire) => {
  expect(wireAmount({ minor, currency })).toBe(wire);
  // Only the fields that are read.
  const session = {
    id: 'cs',
    amount_total: wire,
    currency: currency.toLowerCase(),
  } as Stripe.Checkout.Session;
  expect(checkoutOf(session).amount).toEqual({ minor, currency });
});

it.each([
  [0n, 'CNY'],
  [-1n, 'CNY'],
  [100_000_000n, 'CNY'],
  [1_000_000n, 'ISK'],
  [251_856n, 'MGA'],
  [25_185n, 'KWD'],
])('refuses %d of %s rather than round it', (minor, currency) => {
  expect(() => wireAmount({ minor, currency })).toThrow(RangeError);
});
