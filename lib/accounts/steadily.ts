import { setTimeout as pause } from 'node:timers/promises';

/** Longer than any of this work takes on a machine that is not overloaded. */
const leastMs = 500;

/**
 * Answers no sooner than half a second after it was asked, whatever it found: how long an address with an account takes
 * tells nobody with a watch that there is one. Failures wait too.
 */
export async function steadily<T>(work: () => Promise<T>): Promise<T> {
  const least = pause(leastMs);
  try {
    return await work();
  } finally {
    await least;
  }
}
