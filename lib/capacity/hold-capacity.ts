import type { CityNodes } from '#lib/city-nodes/nodes.ts';

/** Asks every city node of a quote to hold what was asked; body of the job `holdCapacity`. */
export async function holdCapacity(_quoteId: string, _nodes: CityNodes): Promise<void> {
  throw new Error('not there yet');
}
