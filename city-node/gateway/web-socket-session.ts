import { WebSocket } from 'ws';
import { admitBytes, admitKey, admitStorage, isRefusal, overTps } from './admission.ts';
import type { AppRuntime } from './apps.ts';
import { countAnswered, countRead, countSent, type GatewayContext } from './context.ts';
import { BODY_CAP_BYTES } from './http.ts';
import { callText, checkCall, readBody, type CheckedCall } from './json-rpc.ts';
import { internal, lostWrite, noAnswer, notCounted, refuse, rpcText, type Refusal } from './refusal.ts';

/** Calls of one socket that wait for the chain. */
const PENDING = 256;
/** What a slow reader may have waiting here, before the chain is asked to wait. */
const UNSENT_BYTES = 1024 * 1024;
/** What all WebSockets of one app may be subscribed to: each block is told to each of them. */
export const SUBSCRIPTIONS_PER_APP = 1_000;
/** What a caller may have sent here that was not judged yet. */
const UNJUDGED_BYTES = 4 * 1024 * 1024;
const PING_MS = 30_000;
const OPEN_TIMEOUT_MS = 10_000;
/** The longest wait for a reader or for bandwidth before it is looked at again. */
const PAUSE_MS = 1_000;
/** Message id of an answer as nodes print it; anything else is parsed. */
const ANSWER_ID = /^\{"jsonrpc":"2\.0","id":(-?\d{1,16}|"[^"\\]{0,200}")[,}]/;

const oneByOne = refuse(400, 'request.batch', 'On a WebSocket, send each call as a message of its own.');
const twice = refuse(400, 'request.id', 'A call with that id is still waiting for its answer.');
const tooMany = refuse(429, 'limit.connections', `At most ${PENDING} calls may wait on one WebSocket.`, {
  limit: 'connections',
});

const tooSubscribed = refuse(
  429,
  'limit.subscriptions',
  `All WebSockets of this app together may have ${SUBSCRIPTIONS_PER_APP} subscriptions; end one of them first.`,
  { limit: 'subscriptions', resetsAt: null },
);

interface PendingCall {
  call: CheckedCall;
  bytesIn: number;
  startedAt: number;
}

/** One developer's WebSocket and its own connection to the chain: subscriptions end with it, and are nobody else's. */
export function openSession(
  context: GatewayContext,
  runtime: AppRuntime,
  key: string,
  client: WebSocket,
): void {
  new Session(context, runtime, key, client);
}

class Session {
  readonly #context: GatewayContext;
  readonly #runtime: AppRuntime;
  readonly #key: string;
  readonly #client: WebSocket;
  readonly #chain: WebSocket;
  readonly #pending = new Map<string, PendingCall>();
  /** Messages are judged and sent on in the order in which they came. */
  #turn: Promise<void>;
  readonly #watch = () => this.#recheck();
  readonly #ping: NodeJS.Timeout;
  #alive = true;
  /** Messages that came and were not judged yet. Who sends faster than that is not read on meanwhile. */
  readonly #unjudged = { count: 0, bytes: 0 };
  /** Why the caller is not read on. */
  readonly #holding = new Set<'unjudged' | 'unread' | 'flood'>();
  /** Subscriptions that are there, or being asked for. */
  #subscriptions = 0;
  #resume: NodeJS.Timeout | null = null;

  constructor(context: GatewayContext, runtime: AppRuntime, key: string, client: WebSocket) {
    this.#context = context;
    this.#runtime = runtime;
    this.#key = key;
    this.#client = client;
    this.#chain = new WebSocket(runtime.compiled.app.upstream?.ws ?? 'ws://invalid', {
      perMessageDeflate: false,
      handshakeTimeout: OPEN_TIMEOUT_MS,
    });
    this.#turn = new Promise((resolve) => this.#chain.once('open', resolve).once('close', () => resolve()));
    runtime.watchers.add(this.#watch);
    client.on('message', (data, isBinary) => this.#onMessage(data.toString(), isBinary));
    client.on('pong', () => (this.#alive = true));
    client.on('error', () => client.terminate());
    client.once('close', () => this.#end());
    this.#chain.on('message', (data) => this.#onAnswer(data.toString()));
    this.#chain.on('error', () => this.#chain.terminate());
    this.#chain.once('close', () => this.#chainGone());
    this.#ping = setInterval(() => this.#heartbeat(), PING_MS);
    this.#ping.unref();
  }

  #onMessage(text: string, isBinary: boolean): void {
    if (isBinary) return this.#client.close(1003, 'text only');
    this.#runtime.lastUsedAt = this.#context.deps.now();
    const bytes = Buffer.byteLength(text);
    this.#cameIn(1, bytes);
    this.#turn = this.#turn
      .then(() => this.#take(text))
      .catch(() => this.#refuse('null', 'other', internal))
      .finally(() => this.#cameIn(-1, -bytes));
  }

  #cameIn(count: number, bytes: number): void {
    const unjudged = this.#unjudged;
    unjudged.count += count;
    unjudged.bytes += bytes;
    this.#hold('unjudged', unjudged.count >= PENDING || unjudged.bytes >= UNJUDGED_BYTES);
  }

  #hold(reason: 'unjudged' | 'unread' | 'flood', isSo: boolean): void {
    if (isSo) this.#holding.add(reason);
    else this.#holding.delete(reason);
    if (this.#holding.size > 0) this.#client.pause();
    else this.#client.resume();
  }

  async #take(text: string): Promise<void> {
    if (this.#client.readyState !== WebSocket.OPEN) return;
    const { deps, budgets } = this.#context;
    const startedAt = performance.now();
    const bytesIn = Buffer.byteLength(text);
    const key = admitKey(this.#runtime, this.#key, deps.now());
    if (isRefusal(key)) return this.#recheck();
    const late = admitBytes(this.#runtime, budgets, deps.now());
    // Also what is refused has come through the gateway.
    if (!late && this.#runtime.budget) budgets.chargeBytes(this.#runtime.budget, bytesIn);
    const body = readBody(text);
    if ('status' in body) return this.#refuse('null', 'other', late ?? body);
    if (Array.isArray(body)) return this.#refuse('null', 'other', oneByOne);
    const call = checkCall(body.single, this.#runtime, key, 'websocket');
    if ('refusal' in call) return this.#refuse(call.id, call.method, call.refusal);
    const full = late ?? this.#crowded(call);
    if (full || !this.#runtime.budget) return this.#refuse(call.id, call.method, full ?? internal);
    const granted = await budgets.takeCalls(this.#runtime.budget, 1);
    if (granted === 0) return this.#refuse(call.id, call.method, overTps(this.#runtime, budgets, deps.now()));
    if (call.transaction && !(await this.#countWrite(call, call.transaction.bytes, bytesIn))) return;
    if (this.#chain.readyState !== WebSocket.OPEN) return this.#refuse(call.id, call.method, noAnswer);
    if (call.method === 'eth_subscribe') this.#subscribed(1);
    this.#pending.set(call.id, { call, bytesIn, startedAt });
    this.#runtime.inFlight += 1;
    this.#chain.send(callText(call, call.id));
  }

  #crowded(call: CheckedCall): Refusal | null {
    if (this.#pending.size >= PENDING) return tooMany;
    if (call.method === 'eth_subscribe' && this.#runtime.subscriptions >= SUBSCRIPTIONS_PER_APP)
      return tooSubscribed;
    return this.#pending.has(call.id) ? twice : null;
  }

  #subscribed(more: number): void {
    this.#subscriptions += more;
    this.#runtime.subscriptions += more;
  }

  async #countWrite(call: CheckedCall, bytes: number, bytesIn: number): Promise<boolean> {
    const full = admitStorage(this.#runtime, bytes);
    if (full) this.#refuse(call.id, call.method, full);
    if (full) return false;
    try {
      await countSent(this.#context, this.#runtime, call.method, bytesIn);
      return true;
    } catch {
      this.#refuse(call.id, call.method, notCounted);
      return false;
    }
  }

  #refuse(id: string, method: string, refusal: Refusal): void {
    this.#runtime.meter.of(method).refused += 1;
    const delay =
      refusal.status === 429 ? this.#context.flood.delayFor(this.#runtime, this.#context.deps.now()) : 0;
    if (delay > 0 && !this.#holding.has('flood')) {
      this.#hold('flood', true);
      setTimeout(() => this.#hold('flood', false), delay);
    }
    this.#send(rpcText(refusal, id));
  }

  /** From the chain: the answer to a call, or news of a subscription. */
  #onAnswer(text: string): void {
    const id = answerId(text);
    const pending = id === null ? undefined : this.#pending.get(id);
    const bytes = Buffer.byteLength(text);
    if (this.#runtime.budget) this.#context.budgets.chargeBytes(this.#runtime.budget, bytes);
    if (!pending || id === null) {
      this.#runtime.meter.of('eth_subscribe').bytesOut += bytes;
      return this.#send(text);
    }
    this.#pending.delete(id);
    this.#runtime.inFlight -= 1;
    const failed = text.slice(0, 512).includes('"error"');
    const { method } = pending.call;
    const ended = method === 'eth_unsubscribe' && text.includes('"result":true');
    if (ended || (method === 'eth_subscribe' && failed)) this.#subscribed(-1);
    void this.#give(pending, text, bytes, failed);
  }

  async #give(
    { call, bytesIn, startedAt }: PendingCall,
    text: string,
    bytesOut: number,
    failed: boolean,
  ): Promise<void> {
    const latencyUs = (performance.now() - startedAt) * 1000;
    if (call.transaction) {
      const storedBytes = failed ? null : call.transaction.bytes;
      await countAnswered(this.#context, this.#runtime, {
        method: call.method,
        bytesOut,
        latencyUs,
        storedBytes,
        transaction: call.transaction,
      });
    } else countRead(this.#runtime, call.method, bytesIn, bytesOut, latencyUs, failed);
    this.#send(text);
  }

  /** A slow reader, or an app that has used up its bandwidth, makes the chain wait and nobody else. */
  #send(text: string): void {
    if (this.#client.readyState !== WebSocket.OPEN) return;
    this.#client.send(text, () => {
      if (this.#client.bufferedAmount <= UNSENT_BYTES) this.#hold('unread', false);
    });
    // Who asks and does not read is not asked on, or refusals alone would fill the memory.
    if (this.#client.bufferedAmount > UNSENT_BYTES) this.#hold('unread', true);
    this.#holdChain();
  }

  #holdChain(): void {
    const { budget } = this.#runtime;
    const { budgets } = this.#context;
    const slow = this.#client.bufferedAmount > UNSENT_BYTES;
    const spent = budget !== null && !budgets.hasBandwidth(budget);
    if (!slow && !spent) return;
    if (this.#resume) return;
    this.#chain.pause();
    const wait = spent && budget ? Math.min(PAUSE_MS, budgets.waitForBandwidth(budget) + 1) : 20;
    this.#resume = setTimeout(() => {
      this.#resume = null;
      if (this.#chain.readyState !== WebSocket.OPEN) return;
      this.#chain.resume();
      this.#holdChain();
    }, wait);
  }

  /** The app or its keys changed. */
  #recheck(): void {
    const key = admitKey(this.#runtime, this.#key, this.#context.deps.now());
    // 4000 to 4999 are an application's own: the HTTP status of the refusal is in there.
    if (isRefusal(key)) this.#client.close(4000 + key.status, key.message.slice(0, 120));
  }

  #heartbeat(): void {
    this.#recheck();
    if (!this.#alive) return this.#client.terminate();
    this.#alive = false;
    this.#client.ping();
  }

  #chainGone(): void {
    for (const [id, { call }] of this.#pending)
      this.#send(rpcText(call.transaction ? lostWrite(call.transaction.id) : noAnswer, id));
    this.#client.close(1013, 'the chain went away; connect again');
    this.#end();
  }

  #end(): void {
    clearInterval(this.#ping);
    this.#runtime.watchers.delete(this.#watch);
    this.#runtime.inFlight -= this.#pending.size;
    this.#pending.clear();
    this.#subscribed(-this.#subscriptions);
    this.#chain.close();
    if (this.#client.readyState === WebSocket.CLOSED) this.#chain.terminate();
  }
}

/** JSON text of the id that a message answers; null: it answers none. */
function answerId(text: string): string | null {
  const quick = ANSWER_ID.exec(text);
  if (quick?.[1]) return quick[1];
  if (text.length > BODY_CAP_BYTES) return null;
  try {
    const { id } = JSON.parse(text) as { id?: unknown };
    return id === undefined || id === null ? null : JSON.stringify(id);
  } catch {
    return null;
  }
}
