import type { Checkout } from '../port.ts';

/** A checkout as the simulated provider keeps it. Amounts are decimal strings: this is stored as JSON. */
export type SimulatedCheckout = {
  id: string;
  requestId: string;
  reference: string;
  minor: string;
  currency: string;
  description: string;
  successUrl: string;
  cancelUrl: string;
  state: Checkout['state'];
  failure: string;
  refunds: { requestId: string; ref: string; minor: string }[];
};

/** Where the provider keeps what it knows. Each call is atomic. */
export interface SimulatedStore {
  /** Keeps it unless its `requestId` is known; gives what is kept under that id. */
  put(checkout: SimulatedCheckout): Promise<SimulatedCheckout>;
  get(id: string): Promise<SimulatedCheckout | null>;
  /** Replaces it by what `change` makes of it; null leaves it. Nobody else changes it meanwhile. Gives what is kept. */
  change(
    id: string,
    change: (kept: SimulatedCheckout) => SimulatedCheckout | null,
  ): Promise<SimulatedCheckout | null>;
}

/** For tests; the portal keeps its own in PostgreSQL. */
export function memoryStore(): SimulatedStore {
  const kept = new Map<string, SimulatedCheckout>();
  return {
    async put(checkout) {
      const known = [...kept.values()].find(({ requestId }) => requestId === checkout.requestId);
      if (!known) kept.set(checkout.id, checkout);
      return known ?? checkout;
    },
    async get(id) {
      return kept.get(id) ?? null;
    },
    async change(id, change) {
      const before = kept.get(id);
      const after = before && change(before);
      if (after) kept.set(id, after);
      return after ?? before ?? null;
    },
  };
}
