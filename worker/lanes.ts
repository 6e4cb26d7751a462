import { setTimeout as sleep } from 'node:timers/promises';
import type { JobName } from '#lib/jobs/catalogue.ts';

/** A lane has its own places, so that what somebody waits for never stands behind what nobody does. */
export type Lane = { jobs: (name: JobName) => boolean; concurrency: number };

/** A person looks at the screen, or a suspended app still answers. */
const prompt: ReadonlySet<JobName> = new Set([
  'holdCapacity',
  'startPayment',
  'readPayment',
  'processPaymentEvent',
  'sendSimulatedEvent',
  'enrolCityNode',
  'pushPolicy',
] satisfies JobName[]);

export const lanes: readonly Lane[] = [
  { jobs: (name) => prompt.has(name), concurrency: 8 },
  { jobs: (name) => !prompt.has(name), concurrency: 6 },
];

/** What may wait a moment for a purchase. */
export const delivers: ReadonlySet<JobName> = new Set([
  'deliverOrder',
  'advanceOperation',
  'sendMail',
] satisfies JobName[]);

const afterPurchaseMs = 100;
const longestWaitMs = 500;

/**
 * Lets purchases go first (decision 0063): a delivery waits while capacity is being held for a buyer, half a second at
 * most, so that it comes on however many buy.
 */
export class Courtesy {
  #buying = 0;
  #boughtAt = -Infinity;

  async buy<T>(work: () => Promise<T>): Promise<T> {
    this.#buying += 1;
    try {
      return await work();
    } finally {
      this.#buying -= 1;
      this.#boughtAt = performance.now();
    }
  }

  async giveWay(): Promise<void> {
    const until = performance.now() + longestWaitMs;
    while (this.#isBuying() && performance.now() < until) await sleep(25);
  }

  #isBuying(): boolean {
    return this.#buying > 0 || performance.now() - this.#boughtAt < afterPurchaseMs;
  }
}
