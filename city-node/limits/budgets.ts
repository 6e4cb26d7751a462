import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Limits } from '#protocol/control/primitives.ts';
import { Copies } from './copies.ts';
import { giveShared, takeBack, takeShared, type Ask } from './shared-take.ts';
import { TokenBucket } from './token-bucket.ts';

const BYTES_PER_MEGABIT = 125_000;

/** What one app may still use of its calls and bytes a second. */
export class AppBudget {
  readonly appCode: string;
  readonly tps: TokenBucket;
  /** In bytes. */
  readonly bandwidth: TokenBucket;
  /** Charged here and not yet told to the other copies. */
  untoldBytes = 0;
  /** The shared rows are there. */
  shared = false;

  constructor(appCode: string, callsPerSecond: number, bytesPerSecond: number) {
    this.appCode = appCode;
    this.tps = new TokenBucket(callsPerSecond);
    this.bandwidth = new TokenBucket(bytesPerSecond);
  }
}

interface Waiting {
  budget: AppBudget;
  wanted: number;
  resolve(granted: number): void;
  reject(cause: Error): void;
}

/**
 * The budgets of all apps that this copy serves. Alone, they are token buckets in memory and a grant costs no wait.
 * With other copies about, each grant comes from the database, and all that wait share one statement: so the copies
 * together never give more than the app has, and never hold back tokens that another copy needs.
 */
export class Budgets {
  readonly #pool: Pool;
  readonly #clock: () => number;
  readonly #apps = new Map<string, AppBudget>();
  readonly #copies: Copies;
  #mode: 'joining' | 'alone' | 'shared' = 'joining';
  #queue: Waiting[] = [];
  #asking = false;
  #pausing: Promise<void> = Promise.resolve();
  readonly ready: Promise<void>;

  /** `clock`: milliseconds that never go back. */
  constructor(pool: Pool, log: Logger, clock: () => number = () => performance.now()) {
    this.#pool = pool;
    this.#clock = clock;
    this.#copies = new Copies(pool, log, {
      becomeAlone: () => this.#becomeAlone(),
      becomeShared: () => this.#becomeShared(),
    });
    this.ready = this.#copies.join();
  }

  get mode(): 'joining' | 'alone' | 'shared' {
    return this.#mode;
  }

  /** The app's budget at these limits; what was used up stays so when they change. */
  of(appCode: string, limits: Limits): AppBudget {
    const known = this.#apps.get(appCode);
    if (known) {
      known.tps.setRate(limits.tps, this.#clock());
      known.bandwidth.setRate(limits.bandwidthMbps * BYTES_PER_MEGABIT, this.#clock());
      return known;
    }
    const budget = new AppBudget(appCode, limits.tps, limits.bandwidthMbps * BYTES_PER_MEGABIT);
    this.#apps.set(appCode, budget);
    return budget;
  }

  /** Grants up to `wanted` calls; a promise only when other copies must be asked. Rejects when they cannot be. */
  takeCalls(budget: AppBudget, wanted: number): number | Promise<number> {
    if (this.#mode === 'alone') return budget.tps.takeUpTo(wanted, this.#clock());
    return new Promise((resolve, reject) => {
      this.#queue.push({ budget, wanted, resolve, reject });
      void this.#ask();
    });
  }

  chargeBytes(budget: AppBudget, bytes: number): void {
    budget.bandwidth.charge(bytes, this.#clock());
    if (this.#mode !== 'alone') budget.untoldBytes += bytes;
  }

  hasBandwidth(budget: AppBudget): boolean {
    return budget.bandwidth.hasAny(this.#clock());
  }

  /** Milliseconds until the next call, or the next byte, is allowed. */
  waitForCall(budget: AppBudget): number {
    return budget.tps.waitFor(1, this.#clock());
  }
  waitForBandwidth(budget: AppBudget): number {
    return budget.bandwidth.waitFor(1, this.#clock());
  }

  async close(): Promise<void> {
    await this.#copies.close();
    for (const waiting of this.#queue.splice(0)) waiting.reject(new Error('closing'));
  }

  async #becomeAlone(): Promise<void> {
    this.#mode = 'joining';
    await this.#pausing;
    const states = await takeBack(this.#pool);
    const now = this.#clock();
    for (const { appCode, resource, rate, used } of states) {
      // Also of an app that only another copy served: its limits come with its first call, its use is kept till then.
      const budget = this.#apps.get(appCode) ?? new AppBudget(appCode, rate, rate);
      this.#apps.set(appCode, budget);
      const bucket = resource === 'tps' ? budget.tps : budget.bandwidth;
      bucket.setRate(rate, now);
      bucket.adopt(Math.max(used, bucket.used(now)), now);
    }
    for (const budget of this.#apps.values()) budget.shared = false;
    this.#mode = 'alone';
    for (const { budget, wanted, resolve } of this.#queue.splice(0))
      resolve(budget.tps.takeUpTo(wanted, this.#clock()));
  }

  async #becomeShared(): Promise<void> {
    // Nothing is granted from memory between reading the buckets and handing them over.
    this.#mode = 'joining';
    const budgets = [...this.#apps.values()];
    await this.#giveShared(budgets, true);
    this.#mode = 'shared';
    void this.#ask();
  }

  async #giveShared(budgets: readonly AppBudget[], sure: boolean): Promise<void> {
    const now = this.#clock();
    if (budgets.length === 0) return;
    await giveShared(
      this.#pool,
      budgets.flatMap(({ appCode, tps, bandwidth }) => [
        { appCode, resource: 'tps' as const, rate: tps.rate, used: tps.used(now) },
        { appCode, resource: 'bandwidth' as const, rate: bandwidth.rate, used: bandwidth.used(now) },
      ]),
      sure,
    );
    for (const budget of budgets) budget.shared = true;
  }

  /** One statement at a time for all that wait; who comes meanwhile goes with the next. */
  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#queue.length > 0 && this.#mode === 'shared') {
        this.#pausing = this.#askFor(this.#queue.splice(0));
        await this.#pausing;
      }
    } finally {
      this.#asking = false;
    }
  }

  async #askFor(waiting: readonly Waiting[]): Promise<void> {
    try {
      const wanted = new Map<AppBudget, number>();
      for (const one of waiting) wanted.set(one.budget, (wanted.get(one.budget) ?? 0) + one.wanted);
      const strange = [...wanted.keys()].filter((budget) => !budget.shared);
      if (strange.length > 0) await this.#giveShared(strange, false);
      const left = await this.#takeAll(wanted);
      for (const one of waiting) {
        // Its rows went with a crash of the database, or another copy took them into its memory: it is asked again.
        if (!one.budget.shared) {
          this.#queue.push(one);
          continue;
        }
        const granted = Math.min(one.wanted, left.get(one.budget) ?? 0);
        left.set(one.budget, (left.get(one.budget) ?? 0) - granted);
        one.resolve(granted);
      }
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      for (const one of waiting) one.reject(error);
    }
  }

  async #takeAll(wanted: ReadonlyMap<AppBudget, number>): Promise<Map<AppBudget, number>> {
    const asks: Ask[] = [];
    for (const [budget, calls] of wanted) {
      const { appCode, tps, bandwidth, untoldBytes } = budget;
      asks.push({ appCode, resource: 'tps', rate: tps.rate, wanted: calls });
      asks.push({ appCode, resource: 'bandwidth', rate: bandwidth.rate, wanted: untoldBytes });
      budget.untoldBytes = 0;
    }
    const given = await takeShared(this.#pool, asks);
    const now = this.#clock();
    const granted = new Map<AppBudget, number>();
    for (const budget of wanted.keys()) {
      const calls = given.get(`tps ${budget.appCode}`);
      const bytes = given.get(`bandwidth ${budget.appCode}`);
      if (!calls || !bytes) budget.shared = false;
      granted.set(budget, calls?.granted ?? 0);
      if (calls) budget.tps.adopt(calls.used, now);
      if (bytes) budget.bandwidth.adopt(bytes.used + budget.untoldBytes, now);
    }
    return granted;
  }
}
