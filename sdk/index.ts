import type { ChainBlock, ChainTransaction } from '#protocol/control/app-reads.ts';
import type { JsonValue } from '#protocol/control/primitives.ts';

export type { ChainBlock, ChainEvent, ChainTransaction } from '#protocol/control/app-reads.ts';
export type { JsonValue } from '#protocol/control/primitives.ts';

export interface CityportOptions {
  /** The city node's address, as the portal shows it for your app: `https://hangzhou.example.com`. */
  endpoint: string;
  appCode: string;
  /** In a browser, use a key that is scoped to what every visitor may do. */
  apiKey: string;
  /** Milliseconds until a call is given up; 30,000 by default. */
  timeoutMs?: number;
  fetch?: typeof fetch;
}

/** What the gateway, or the way to it, said. */
export class CityportError extends Error {
  override readonly name = 'CityportError';
  /** Stable: `key.unknown`, `limit.tps`, `app.suspended`, `chain.unreachable` …; `network` when there was no answer. */
  readonly code: string;
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  /** The limit that was reached: `tps`, `bandwidth`, `storage`, `body` … */
  readonly limit: string | null;
  /** From when on the call is allowed again; null: waiting does not help. */
  readonly resetsAt: Date | null;

  constructor(
    code: string,
    message: string,
    more: { status?: number; limit?: string; resetsAt?: string | null } = {},
  ) {
    super(message);
    this.code = code;
    this.status = more.status ?? 0;
    this.limit = more.limit ?? null;
    this.resetsAt = more.resetsAt ? new Date(more.resetsAt) : null;
  }
}

export interface Invocation {
  transactionId: string;
  /** `pending`: sent, and not in a block yet; see `settled`. */
  state: 'succeeded' | 'pending';
}

interface Call {
  signal?: AbortSignal;
}

/**
 * One app on one city node. Nothing is retried: a call that got no answer may have happened. Runs in browsers, Node,
 * Deno and Bun, and brings no other package.
 */
export class CityportApp {
  readonly #options: CityportOptions;
  readonly #base: string;
  #serial = 0;

  constructor(options: CityportOptions) {
    this.#options = options;
    this.#base = options.endpoint.replace(/\/+$/, '');
  }

  /** Runs a function of a contract as a transaction, signed by the app's account on the city node. */
  invoke(
    contract: string,
    name: string,
    args: readonly JsonValue[] = [],
    call: Call = {},
  ): Promise<Invocation> {
    return this.#neutral<Invocation>('invoke', { contract, function: name, args }, call);
  }

  /** Runs a function without a transaction and gives what it returns; integers beyond 2^53 as decimal strings. */
  async query(
    contract: string,
    name: string,
    args: readonly JsonValue[] = [],
    call: Call = {},
  ): Promise<JsonValue> {
    const answer = await this.#neutral<{ result: JsonValue }>(
      'query',
      { contract, function: name, args },
      call,
    );
    return answer.result;
  }

  /** Null: the chain does not know it. */
  transaction(id: string, call: Call = {}): Promise<ChainTransaction | null> {
    return this.#orNull(
      this.#neutral<ChainTransaction>(`transactions/${encodeURIComponent(id)}`, null, call),
    );
  }

  /** By height or id; null: there is none. */
  block(id: string | number = 'latest', call: Call = {}): Promise<ChainBlock | null> {
    return this.#orNull(this.#neutral<ChainBlock>(`blocks/${encodeURIComponent(id)}`, null, call));
  }

  async height(call: Call = {}): Promise<number> {
    return (await this.#neutral<{ height: number }>('height', null, call)).height;
  }

  /** Waits until a transaction is in a block. Ends with the signal only: give it one with a time-out. */
  async settled(transactionId: string, call: Call & { everyMs?: number } = {}): Promise<ChainTransaction> {
    for (;;) {
      const found = await this.transaction(transactionId, call);
      if (found && found.state !== 'pending') return found;
      await new Promise((resolve) => setTimeout(resolve, call.everyMs ?? 500));
      call.signal?.throwIfAborted();
    }
  }

  /** Address of the JSON-RPC door, for tools that speak it themselves; they send the key as `x-api-key`. */
  get evmUrl(): string {
    return `${this.#base}/evm/v1/${encodeURIComponent(this.#options.appCode)}`;
  }

  /** Address and subprotocols for a WebSocket: `new WebSocket(url, protocols)`, in a browser too. */
  get evmWebSocket(): { url: string; protocols: string[] } {
    return {
      url: this.evmUrl.replace(/^http/, 'ws'),
      protocols: ['cityport', `cityport.key.${this.#options.apiKey}`],
    };
  }

  /** An EIP-1193 provider of an EVM app: `new ethers.BrowserProvider(app.eip1193())`, viem's `custom(app.eip1193())`. */
  eip1193(): { request(asked: { method: string; params?: unknown }): Promise<unknown> } {
    return {
      request: async ({ method, params }) => {
        const body = { jsonrpc: '2.0', id: (this.#serial += 1), method, params: params ?? [] };
        const { json, status } = await this.#send(this.evmUrl, body, {});
        const { error, result } = json as { error?: RpcError; result?: unknown };
        if (error)
          throw Object.assign(errorOf(status, { ...error.data, message: error.message }), { rpc: error });
        return result;
      },
    };
  }

  async #neutral<T>(path: string, body: unknown, call: Call): Promise<T> {
    const url = `${this.#base}/v1/apps/${encodeURIComponent(this.#options.appCode)}/${path}`;
    const { json, status } = await this.#send(url, body, call);
    const { error } = json as { error?: NeutralError };
    if (error) throw errorOf(status, error);
    // The gateway's answer to this path; its form is the protocol's.
    return json as T;
  }

  async #send(url: string, body: unknown, call: Call): Promise<{ json: object; status: number }> {
    const timeout = AbortSignal.timeout(this.#options.timeoutMs ?? 30_000);
    const { fetch: send = fetch, apiKey } = this.#options;
    try {
      const response = await send(url, {
        method: body === null ? 'GET' : 'POST',
        headers: { 'x-api-key': apiKey, ...(body === null ? {} : { 'content-type': 'application/json' }) },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        signal: call.signal ? AbortSignal.any([timeout, call.signal]) : timeout,
      });
      const json: unknown = await response.json();
      if (typeof json !== 'object' || json === null) throw new TypeError('the answer is no JSON object');
      return { json, status: response.status };
    } catch (cause) {
      call.signal?.throwIfAborted();
      const message = cause instanceof Error ? cause.message : String(cause);
      throw Object.assign(new CityportError('network', `No usable answer from ${this.#base}: ${message}`), {
        cause,
      });
    }
  }

  async #orNull<T>(answer: Promise<T>): Promise<T | null> {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof CityportError && error.code === 'chain.absent') return null;
      throw error;
    }
  }
}

interface NeutralError {
  code?: string;
  message?: string;
  limit?: string;
  resetsAt?: string | null;
}
interface RpcError {
  code: number;
  message: string;
  data?: NeutralError;
}

function errorOf(
  status: number,
  { code = 'chain.error', message = '', limit, resetsAt }: NeutralError,
): CityportError {
  return new CityportError(code, message, {
    status,
    ...(limit === undefined ? {} : { limit }),
    resetsAt: resetsAt ?? null,
  });
}
