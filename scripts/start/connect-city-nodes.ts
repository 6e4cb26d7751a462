import type { Layout } from './processes.ts';

/** Enrols each demo city node that the portal does not know yet, by the same one-time token that any provider uses. */
export async function connectCityNodes(_layout: Layout): Promise<void> {
  // Filled in once enrolment lands.
}
