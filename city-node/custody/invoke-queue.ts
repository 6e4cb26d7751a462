import type { Draft } from '#adapters/chains/port.ts';
import type { Pool } from '#city-node/db/pool.ts';
import { inTransaction } from '#city-node/db/pool.ts';
import {
  release,
  replaceWithNothing,
  signAndStore,
  type SigningAccount,
  type StoredTransaction,
} from './outbox.ts';

type Sent = { kind: 'sent'; id: string } | { kind: 'held'; cause: unknown };

interface Waiting {
  draft: Draft;
  onSigned(transaction: { id: string; bytes: number }): Promise<void>;
  resolve(sent: Sent): void;
  reject(cause: unknown): void;
}

const largestBatch = 64;
const sendMs = 5_000;

/**
 * Signs and sends the invocations of one account. Those that come while a batch is under way share the next one, so
 * that the account's lock and the disk are asked once for many: sign and store (held), count, release, send.
 */
export class InvokeQueue {
  readonly #pool: Pool;
  readonly #account: SigningAccount;
  readonly #appCode: string;
  #waiting: Waiting[] = [];
  #running = false;

  constructor(pool: Pool, appCode: string, account: SigningAccount) {
    this.#pool = pool;
    this.#appCode = appCode;
    this.#account = account;
  }

  /**
   * `sent`: stored, counted, and either with the chain or to be sent again until it is. `held`: `onSigned` threw, and a
   * transaction that does nothing takes its place.
   */
  submit(draft: Draft, onSigned: Waiting['onSigned']): Promise<Sent> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ draft, onSigned, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, largestBatch);
      try {
        const stored = await inTransaction(this.#pool, (tx) =>
          signAndStore(
            tx,
            this.#account,
            batch.map(({ draft }) => ({ draft, appCode: this.#appCode })),
            'held',
          ),
        );
        // The next batch may be signed while this one is counted and sent.
        void this.#finish(batch, stored);
      } catch (cause) {
        for (const each of batch) each.reject(cause);
      }
    }
    this.#running = false;
  }

  async #finish(batch: readonly Waiting[], stored: readonly StoredTransaction[]): Promise<void> {
    const pairs = batch.flatMap((waiting, i) => {
      const transaction = stored[i];
      return transaction ? [{ waiting, transaction }] : [];
    });
    const counted = await Promise.allSettled(
      pairs.map(({ waiting, transaction }) =>
        waiting.onSigned({ id: transaction.id, bytes: transaction.bytes.length }),
      ),
    );
    const good = pairs.filter((_, i) => counted[i]?.status === 'fulfilled');
    let released: ReadonlySet<string>;
    try {
      released = await release(
        this.#pool,
        good.map(({ transaction }) => transaction.seq),
      );
    } catch (cause) {
      // Not released, so never sent: whoever leads replaces them later.
      for (const { waiting } of pairs) waiting.reject(cause);
      return;
    }
    await Promise.all(
      pairs.map(async ({ waiting, transaction }, i) => {
        const count = counted[i];
        try {
          if (count?.status === 'rejected') {
            await this.#fill(waiting, transaction);
            waiting.resolve({ kind: 'held', cause: count.reason });
          } else if (released.has(transaction.seq)) waiting.resolve(await this.#send(transaction));
          else waiting.resolve({ kind: 'held', cause: 'it took too long' });
        } catch (cause) {
          waiting.reject(cause);
        }
      }),
    );
  }

  async #send(transaction: StoredTransaction): Promise<Sent> {
    // Released and stored: when the chain does not take it now, it is sent again until it does.
    await this.#account.driver.send(transaction, { signal: AbortSignal.timeout(sendMs) });
    return { kind: 'sent', id: transaction.id };
  }

  async #fill(waiting: Waiting, transaction: StoredTransaction): Promise<void> {
    const filler = await replaceWithNothing(this.#pool, this.#account, transaction, waiting.draft);
    if (filler) await this.#account.driver.send(filler, { signal: AbortSignal.timeout(sendMs) });
  }
}
