import { Pool } from 'undici';
import { z } from 'zod';
import type { Answer, CallOptions } from '../port.ts';

const hex = z.string().regex(/^0x[0-9a-fA-F]*$/);
const rpcQuantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]+$/)
  .transform(Number);
const nullable = <T extends z.ZodType>(schema: T) =>
  schema
    .nullable()
    .optional()
    .transform((value) => value ?? null);

export const rpcLog = z.object({
  address: hex,
  topics: z.array(hex),
  data: hex,
  logIndex: hex,
});
export const rpcReceipt = z.object({
  transactionHash: hex,
  blockNumber: hex,
  status: nullable(hex),
  gasUsed: hex,
  contractAddress: nullable(hex),
  logs: z.array(rpcLog),
});
export type RpcReceipt = z.output<typeof rpcReceipt>;

export const rpcTransaction = z.object({
  hash: hex,
  from: hex,
  to: nullable(hex),
  nonce: hex,
  gas: hex,
  value: hex,
  input: hex,
  type: nullable(hex),
  chainId: nullable(hex),
  gasPrice: nullable(hex),
  maxFeePerGas: nullable(hex),
  maxPriorityFeePerGas: nullable(hex),
  accessList: nullable(z.array(z.object({ address: hex, storageKeys: z.array(hex) }))),
  blockNumber: nullable(hex),
  v: nullable(hex),
  r: nullable(hex),
  s: nullable(hex),
  yParity: nullable(hex),
});
export type RpcTransaction = z.output<typeof rpcTransaction>;

export const rpcBlock = z.object({
  number: hex,
  hash: hex,
  parentHash: hex,
  timestamp: hex,
  transactions: z.array(rpcTransaction),
});
export type RpcBlock = z.output<typeof rpcBlock>;

const rpcAnswer = z.union([
  z.object({
    error: z.object({ code: z.number(), message: z.string(), data: z.unknown().optional() }),
  }),
  z.object({ result: z.unknown() }),
]);

export interface RpcError {
  kind: 'error';
  code: number;
  message: string;
  data: unknown;
}
export type RpcOutcome<T> = { kind: 'done'; value: T } | RpcError | { kind: 'unknown'; detail: string };

/** State snapshots are the largest answers. */
const longestAnswer = 512 * 1024 * 1024;

/** JSON-RPC 2.0 over one kept-alive pool. An error object is the chain's own answer; all else is `unknown`. */
export class EthereumWire {
  readonly #pool: Pool;
  readonly #path: string;
  #id = 0;

  constructor(url: string) {
    const { origin, pathname, search } = new URL(url);
    this.#path = pathname + search;
    this.#pool = new Pool(origin, { connections: 16, pipelining: 1, keepAliveTimeout: 30_000 });
  }

  async call<T extends z.ZodType>(
    method: string,
    params: readonly unknown[],
    result: T,
    { signal }: CallOptions,
  ): Promise<RpcOutcome<z.output<T>>> {
    try {
      const { statusCode, body } = await this.#pool.request({
        method: 'POST',
        path: this.#path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: ++this.#id, method, params }),
        signal,
      });
      const text = await readCapped(body);
      if (statusCode !== 200) return { kind: 'unknown', detail: `${method}: HTTP ${statusCode}` };
      const answer = rpcAnswer.parse(JSON.parse(text));
      if ('error' in answer) return { kind: 'error', data: undefined, ...answer.error };
      const parsed = result.safeParse(answer.result);
      if (parsed.success) return { kind: 'done', value: parsed.data };
      return {
        kind: 'unknown',
        detail: `${method}: answer of another shape: ${parsed.error.issues[0]?.message}`,
      };
    } catch (cause) {
      return { kind: 'unknown', detail: `${method}: ${signal.aborted ? 'time-out' : messageOf(cause)}` };
    }
  }

  /** A call that answers with one number. */
  async quantity(method: string, params: readonly unknown[], options: CallOptions): Promise<Answer<number>> {
    return orUnknown(await this.call(method, params, rpcQuantity, options));
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

async function readCapped(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > longestAnswer) throw new Error('answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size).toString('utf8');
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

export const done = <T>(value: T) => ({ kind: 'done' as const, value });

/** An error object where none is expected proves nothing. */
export function orUnknown<T>(outcome: RpcOutcome<T>): Answer<T> {
  return outcome.kind === 'error'
    ? { kind: 'unknown', detail: `${outcome.code} ${outcome.message}` }
    : outcome;
}
