import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { appendJournal, foldJournal } from './journal.ts';
import { Tally, type MeterKey } from './tally.ts';

const FLUSH_MS = 500;

interface Pending {
  key: MeterKey;
  tally: Tally;
  resolve(): void;
  reject(cause: unknown): void;
}

/** The calls of one app, by method, as the gateway counts them. */
export class AppMeter {
  readonly #portalId: string;
  readonly #appCode: string;
  readonly #byMethod = new Map<string, Tally>();

  constructor(portalId: string, appCode: string) {
    this.#portalId = portalId;
    this.#appCode = appCode;
  }

  /** Counts here reach the database within a second. Ask anew for each call: a flush begins new sums. */
  of(method: string): Tally {
    let tally = this.#byMethod.get(method);
    if (!tally) this.#byMethod.set(method, (tally = new Tally()));
    return tally;
  }

  key(method: string): MeterKey {
    return { portalId: this.#portalId, appCode: this.#appCode, method };
  }

  /** Takes the sums out. */
  drain(): [MeterKey, Tally][] {
    const sums = [...this.#byMethod].filter(([, tally]) => !tally.isEmpty);
    this.#byMethod.clear();
    return sums.map(([method, tally]) => [this.key(method), tally]);
  }

  /** Puts back what could not be stored. */
  restore(method: string, tally: Tally): void {
    this.of(method).add(tally);
  }
}

/**
 * Counts durably. `commit` resolves once the count is on disk; all commits that wait share one statement, and there is
 * no delay between two statements. Reads are summed in memory and stored twice a second.
 */
export class Meter {
  readonly #pool: Pool;
  readonly #log: Logger;
  readonly #apps = new Map<string, AppMeter>();
  #queue: Pending[] = [];
  #committing: Promise<void> | null = null;
  readonly #timer: NodeJS.Timeout;
  #flushing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(pool: Pool, log: Logger) {
    this.#pool = pool;
    this.#log = log;
    this.#timer = setInterval(() => void this.flush(), FLUSH_MS);
    this.#timer.unref();
  }

  app(portalId: string, appCode: string): AppMeter {
    const name = `${portalId} ${appCode}`;
    let meter = this.#apps.get(name);
    if (!meter) this.#apps.set(name, (meter = new AppMeter(portalId, appCode)));
    return meter;
  }

  /** On disk when it resolves; rejects when it is not. */
  commit(key: MeterKey, tally: Tally): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ key, tally, resolve, reject });
      this.#committing ??= this.#commitAll();
    });
  }

  async #commitAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#queue.splice(0);
      try {
        await appendJournal(this.#pool, sumsOf(group));
        for (const pending of group) pending.resolve();
      } catch (cause) {
        for (const pending of group) pending.reject(cause);
      }
    }
    // In the same step as the look at the queue: who comes after it finds nobody at work, and begins.
    this.#committing = null;
  }

  /** Stores what was counted in memory and closes periods that are over. What cannot be stored is kept. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(async () => {
      const drained = [...this.#apps.values()].flatMap((app) =>
        app.drain().map(([key, tally]) => ({ app, key, tally })),
      );
      try {
        if (drained.length > 0)
          await appendJournal(
            this.#pool,
            drained.map(({ key, tally }) => [key, tally]),
          );
      } catch (cause) {
        for (const { app, key, tally } of drained) app.restore(key.method, tally);
        return void this.#log.warn({ err: cause }, 'usage is kept in memory until the database answers');
      }
      try {
        await foldJournal(this.#pool);
      } catch (cause) {
        if (!this.#closed) this.#log.warn({ err: cause }, 'closed periods of usage wait for the database');
      }
    });
    return this.#flushing;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#committing;
    await this.flush();
  }
}

function sumsOf(group: readonly Pending[]): (readonly [MeterKey, Tally])[] {
  const sums = new Map<string, [MeterKey, Tally]>();
  for (const { key, tally } of group) {
    const name = `${key.portalId} ${key.appCode} ${key.method}`;
    const known = sums.get(name);
    if (known) known[1].add(tally);
    else {
      const sum = new Tally();
      sum.add(tally);
      sums.set(name, [key, sum]);
    }
  }
  return [...sums.values()];
}
