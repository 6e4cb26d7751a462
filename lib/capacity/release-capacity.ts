import type { CityNodes } from '#lib/city-nodes/nodes.ts';

/** Gives up what a quote holds at its city nodes; body of the job `releaseCapacity`. */
export async function releaseCapacity(_quoteId: string, _nodes: CityNodes): Promise<void> {
  throw new Error('not there yet');
}
