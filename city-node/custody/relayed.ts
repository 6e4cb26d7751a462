import { rows, type Conn, type Pool } from '#city-node/db/pool.ts';

interface Kept {
  appCode: string;
  id: string;
  bytes: Buffer;
  resolve(): void;
  reject(cause: unknown): void;
}

const largestBatch = 256;

/**
 * Keeps transactions that applications signed themselves, once the chain has taken them and before their callers are
 * answered. Those that come while a batch is written share the next one.
 */
export class RelayedTransactions {
  readonly #pool: Pool;
  #waiting: Kept[] = [];
  #running = false;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** On disk when it resolves. The same transaction again changes nothing. */
  keep(appCode: string, transaction: { id: string; raw: string }): Promise<void> {
    const bytes = Buffer.from(transaction.raw.slice(2), 'hex');
    return new Promise((resolve, reject) => {
      this.#waiting.push({ appCode, id: transaction.id, bytes, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, largestBatch);
      try {
        await this.#pool.query({
          name: 'keep-relayed',
          text: `insert into relayed_transactions (app_code, id, bytes, chain)
            select k.app_code, k.id, k.bytes, a.chain
            from unnest($1::text[], $2::text[], $3::bytea[]) as k (app_code, id, bytes)
            join apps as a using (app_code) where a.chain is not null
            on conflict (chain, id) do nothing`,
          values: [
            batch.map(({ appCode }) => appCode),
            batch.map(({ id }) => id),
            batch.map(({ bytes }) => bytes),
          ],
        });
        for (const each of batch) each.resolve();
      } catch (cause) {
        for (const each of batch) each.reject(cause);
      }
    }
    this.#running = false;
  }
}

/** Those that are not in a block after a while, in the order in which they were taken. */
export async function openRelayed(conn: Conn, chain: string, olderThanMs: number, limit: number) {
  return rows<{ id: string; bytes: Buffer }>(
    conn,
    `select id, bytes from relayed_transactions
     where chain = $1 and height is null and created_at < now() - make_interval(secs => $2) order by seq limit $3`,
    [chain, olderThanMs / 1000, limit],
  );
}

export async function markRelayed(
  conn: Conn,
  chain: string,
  heights: readonly { id: string; height: number }[],
): Promise<void> {
  await conn.query(
    `update relayed_transactions as r set height = m.height
     from unnest($2::text[], $3::bigint[]) as m (id, height) where r.chain = $1 and r.id = m.id`,
    [chain, heights.map(({ id }) => id), heights.map(({ height }) => height)],
  );
}

/** A chain forgets seconds, never days. */
export async function forgetOldRelayed(conn: Conn): Promise<void> {
  await conn.query(
    `delete from relayed_transactions where height is not null and created_at < now() - interval '7 days'`,
  );
}
