import { setTimeout as sleep } from 'node:timers/promises';
import type { JobName } from '#lib/jobs/catalogue.ts';
import { log } from '#lib/log/log.ts';
import type { Presence } from './presence.ts';

export type Rhythm = { job: Extract<JobName, 'pullUsage' | 'pullEvents' | 'pullStatus'>; everyMs: number };

/** What is asked of city nodes again and again. Too often for the job table, and worth nothing when late. */
export const rhythms: readonly Rhythm[] = [
  { job: 'pullUsage', everyMs: 2_000 },
  { job: 'pullEvents', everyMs: 2_000 },
  { job: 'pullStatus', everyMs: 10_000 },
];

/**
 * Keeps each rhythm until it is stopped. Of several copies of the worker one leads each rhythm; when it goes, another
 * takes over. A beat that fails is logged, and the next one comes all the same.
 */
export function keepRhythms(
  presence: Presence,
  run: (job: Rhythm['job']) => Promise<void>,
  each: readonly Rhythm[] = rhythms,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const kept = each.map((rhythm) => keep(rhythm, presence, run, stopping.signal));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(kept);
    },
  };
}

async function keep(
  { job, everyMs }: Rhythm,
  presence: Presence,
  run: (job: Rhythm['job']) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const started = Date.now();
    try {
      if (await presence.leads(job)) await run(job);
    } catch (error) {
      log().error({ err: error, job }, 'a beat of a rhythm failed');
    }
    const restMs = Math.max(200, everyMs - (Date.now() - started));
    await sleep(restMs, undefined, { signal }).catch(() => undefined);
  }
}
