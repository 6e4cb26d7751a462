import type { CityNode } from '#adapters/city-node/port.ts';

/**
 * A driver for each city node by its id, built by whoever holds the portal's key (worker/city-nodes.ts, or a test's
 * memory nodes). Throws for a node that the portal does not know.
 */
export type CityNodes = (cityNodeId: string) => Promise<CityNode>;

/** How long one call to a city node may take; longer is `unknown`, never "failed". */
export const controlCallTimeoutMs = 10_000;

/** A pull comes round again in a moment, so it waits less. */
export const pullTimeoutMs = 4_000;

export const withinTimeout = (timeoutMs = controlCallTimeoutMs): { signal: AbortSignal } => ({
  signal: AbortSignal.timeout(timeoutMs),
});
