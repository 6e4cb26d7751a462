import { createHash } from 'node:crypto';
import type { JsonValue } from '#protocol/control/primitives.ts';
import type { FullBlock, RawTransaction } from '../port.ts';

export const hash = (text: string): string => `0x${createHash('sha256').update(text).digest('hex')}`;
export const addressOf = (text: string): string => hash(text).slice(0, 42);

/** An alias rather than an interface, so that it is a record of JSON values. */
export type Body = {
  to: string | null;
  call: { name: string; args: JsonValue[] } | null;
};
export type Sent = { from: string; position: number; body: Body };

/** The address of the contract that is made at this position, if one is. */
export const madeBy = (from: string, position: number, to: unknown): string | null =>
  to === null ? addressOf(`${from} ${position}`) : null;

/** What the chain holds: blocks of one transaction each, accounts, and what the contracts keep. */
export class MemoryLedger {
  readonly #blocks: FullBlock[] = [{ block: blockOf(0, []), transactions: [] }];
  readonly #positions = new Map<string, number>();
  readonly #funded = new Set<string>();
  readonly #kept = new Map<string, Map<string, JsonValue>>();
  readonly #transactions = new Map<string, RawTransaction>();

  get height(): number {
    return this.#blocks.length - 1;
  }
  position(address: string): number {
    return this.#positions.get(address) ?? 0;
  }
  isFunded(address: string): boolean {
    return this.#funded.has(address);
  }
  hasContract(address: string): boolean {
    return this.#kept.has(address);
  }
  keptUnder(address: string, key: string): JsonValue {
    return this.#kept.get(address)?.get(key) ?? '';
  }
  transaction(id: string): RawTransaction | undefined {
    return this.#transactions.get(id);
  }
  block(ref: string): FullBlock | undefined {
    if (ref === 'latest') return this.#blocks.at(-1);
    return this.#blocks.find(({ block }) => block.id === ref || String(block.height) === ref);
  }

  /** Puts one transaction in a block of its own. */
  mine(id: string, { from, position, body }: Sent, bytes: Uint8Array): void {
    const made = madeBy(from, position, body.to);
    if (made) this.#kept.set(made, new Map());
    if (body.to && !body.call) this.#funded.add(body.to);
    const store = body.to && body.call ? this.#kept.get(body.to) : undefined;
    if (store && body.call) store.set(String(body.call.args[0]), body.call.args[1] ?? null);
    const transaction: RawTransaction = {
      id,
      state: 'succeeded',
      from,
      to: body.to,
      contractAddress: made,
      height: this.#blocks.length,
      cost: '1',
      error: null,
      input: JSON.stringify(body.call),
      events: store ? [{ address: body.to ?? '', index: 0, data: body.call }] : [],
      bytes,
    };
    this.#transactions.set(id, transaction);
    this.#blocks.push({ block: blockOf(this.#blocks.length, [id]), transactions: [transaction] });
    this.#positions.set(from, position + 1);
  }
}

function blockOf(height: number, transactionIds: string[]) {
  return {
    height,
    id: hash(`block ${height} ${transactionIds.join()}`),
    parentId: hash(`parent ${height}`),
    at: new Date().toISOString(),
    transactionIds,
  };
}
