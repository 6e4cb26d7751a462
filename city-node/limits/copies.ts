import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';

/** The one advisory lock by which copies of the gateway on one database know of each other. */
export const COPIES_LOCK = 7_305_211;
const CHANNEL = 'gateway_copies';
const TRY_ALONE_MS = 5_000;
const COME_BACK_MS = 250;

export interface CopyListener {
  /** No other copy serves: buckets may live in memory from now on. */
  becomeAlone(): Promise<void>;
  /** Another copy comes: share what memory holds. Nothing may be granted from memory afterwards. */
  becomeShared(): Promise<void>;
}

/**
 * Keeps it true that either one copy holds the lock alone, or all hold it shared. A copy that is alone and hears another
 * knock shares its buckets first and lets it in then. Without a database each copy stays as it is until there is one.
 */
export class Copies {
  readonly #pool: Pool;
  readonly #log: Logger;
  readonly #listener: CopyListener;
  #client: PoolClient | null = null;
  #state: 'out' | 'alone' | 'shared' = 'out';
  #closed = false;
  #timer: NodeJS.Timeout | null = null;
  /** Steps of the protocol run one at a time. */
  #turn: Promise<void> = Promise.resolve();

  constructor(pool: Pool, log: Logger, listener: CopyListener) {
    this.#pool = pool;
    this.#log = log;
    this.#listener = listener;
  }

  /** Resolves when this copy may serve. */
  join(): Promise<void> {
    this.#timer = setInterval(() => this.#inTurn(() => this.#tick()), TRY_ALONE_MS);
    this.#timer.unref();
    return this.#inTurn(() => this.#enter());
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#turn;
    // Ending the session frees the lock.
    this.#client?.release(true);
    this.#client = null;
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (this.#closed) return;
      try {
        await step();
      } catch (cause) {
        this.#log.warn({ err: cause }, 'copies of the gateway: will try again');
        this.#leave();
      }
    });
    return this.#turn;
  }

  async #tick(): Promise<void> {
    if (this.#state === 'out') await this.#enter();
    else if (this.#state === 'shared' && (await this.#lock('pg_try_advisory_lock'))) {
      await this.#lock('pg_advisory_unlock_shared');
      await this.#listener.becomeAlone();
      this.#state = 'alone';
    }
  }

  async #enter(): Promise<void> {
    const client = await this.#pool.connect();
    this.#client = client;
    client.on('error', () => this.#client === client && this.#leave());
    client.on('notification', () => void this.#inTurn(() => this.#makeRoom()));
    await client.query(`listen ${CHANNEL}`);
    if (await this.#lock('pg_try_advisory_lock')) {
      await this.#listener.becomeAlone();
      this.#state = 'alone';
      return;
    }
    await client.query(`set lock_timeout = '2s'`);
    // Knock again until let in: the other may have been changing its own mind when it heard us.
    while (!this.#closed && !(await this.#knock(client)));
    await client.query('set lock_timeout = 0');
    await this.#listener.becomeShared();
    this.#state = 'shared';
  }

  async #knock(client: PoolClient): Promise<boolean> {
    await client.query(`notify ${CHANNEL}`);
    try {
      await this.#lock('pg_advisory_lock_shared');
      return true;
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === '55P03') return false;
      throw cause;
    }
  }

  async #makeRoom(): Promise<void> {
    if (this.#state !== 'alone') return;
    await this.#listener.becomeShared();
    this.#state = 'shared';
    await this.#lock('pg_advisory_unlock');
    await this.#lock('pg_advisory_lock_shared');
  }

  async #lock(verb: string): Promise<boolean> {
    if (!this.#client) throw new Error('no connection');
    const { rows } = await this.#client.query<{ taken: boolean }>(`select ${verb}($1) as taken`, [
      COPIES_LOCK,
    ]);
    return rows[0]?.taken === true;
  }

  #leave(): void {
    if (this.#closed) return;
    this.#state = 'out';
    this.#client?.release(true);
    this.#client = null;
    setTimeout(() => void this.#inTurn(() => this.#tick()), COME_BACK_MS).unref();
  }
}
