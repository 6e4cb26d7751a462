import type { AppRuntime } from './apps.ts';
import { mayCall, type CompiledKey } from './compile-app.ts';
import { countedName, METHODS, type MethodKind } from './methods.ts';
import { readRawTransaction, type RawTransaction } from './raw-transaction.ts';
import { refuse, type Refusal } from './refusal.ts';

/** One call that may go to the chain. */
export interface CheckedCall {
  /** JSON text, for answers that the gateway makes. */
  id: string;
  method: string;
  kind: MethodKind;
  /**
   * All but the id, as JSON members. Written anew from what was checked, so that the chain reads nothing that the
   * gateway did not.
   */
  members: string;
  transaction: RawTransaction | null;
}

export interface RefusedCall {
  id: string;
  method: string;
  refusal: Refusal;
}

export type Door = 'http' | 'websocket';

export const unreadable = refuse(400, 'request.unreadable', 'The body is not JSON.');
const notRpc = refuse(
  400,
  'request.invalid',
  'This is not a JSON-RPC 2.0 call with an id, a method and params.',
);
const empty = refuse(400, 'request.invalid', 'An empty batch asks for nothing.');

/** The most calls in one batch; each counts as a call of its own. */
export const BATCH_CAP = 100;

/** Reads a body: one call, or a batch. */
export function readBody(text: string): unknown[] | { single: unknown } | Refusal {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable;
  }
  if (!Array.isArray(value)) return { single: value };
  if (value.length === 0) return empty;
  if (value.length > BATCH_CAP)
    return refuse(
      413,
      'limit.batch',
      `A batch may hold at most ${BATCH_CAP} calls; this one holds ${value.length}.`,
      {
        limit: 'batch',
        detail: { cap: BATCH_CAP },
      },
    );
  return value;
}

/** The call as it goes to the chain, under this id (JSON text). */
export const callText = (call: CheckedCall, id: string | number): string =>
  `{"jsonrpc":"2.0","id":${id},${call.members}}`;

/** Whether this key may make this call on this app; limits aside. */
export function checkCall(
  item: unknown,
  runtime: AppRuntime,
  key: CompiledKey,
  door: Door,
): CheckedCall | RefusedCall {
  if (typeof item !== 'object' || item === null) return { id: 'null', method: 'other', refusal: notRpc };
  const { id, method, params } = item as { id?: unknown; method?: unknown; params?: unknown };
  const idText = typeof id === 'string' || Number.isSafeInteger(id) ? JSON.stringify(id) : 'null';
  const counted = countedName(method);
  if (idText === 'null' || typeof method !== 'string' || (params !== undefined && !Array.isArray(params)))
    return { id: idText, method: counted, refusal: notRpc };
  const kind = METHODS.get(method);
  if (!kind || (kind === 'subscribe' && door === 'http')) {
    const hint = kind ? ' over HTTP; open a WebSocket on the same path' : '';
    const refusal = refuse(
      403,
      'method.not-allowed',
      `The method ${method.slice(0, 64)} is not allowed${hint}.`,
    );
    return { id: idText, method: counted, refusal };
  }
  const list: readonly unknown[] = params ?? [];
  const transaction = kind === 'write' ? readRawTransaction(list[0]) : null;
  const refusal =
    transaction === null
      ? kind === 'call'
        ? checkFunction(list, runtime, key)
        : null
      : 'status' in transaction
        ? transaction
        : checkTransaction(transaction, runtime, key);
  if (refusal) return { id: idText, method, refusal };
  // Refusals are gone, so what is left of it is a transaction or none.
  const write = transaction as RawTransaction | null;
  const asked = asChainIsAsked(method, kind, list, runtime);
  const members = `"method":"${asked.method}","params":${JSON.stringify(asked.params)}`;
  return { id: idText, method, kind, members, transaction: write };
}

/** What one call may cost the chain, in gas: some 75 ms of one core, so that no app slows its neighbours down. */
const CALL_GAS_CAP = 30_000_000n;

/**
 * Two things differ on a chain of this node. Gas is free there, yet the peer suggests a tip that wallets without money
 * cannot pay: the plain gas price, nought, answers both questions. And a call without a gas limit gets one.
 */
function asChainIsAsked(
  method: string,
  kind: MethodKind,
  params: readonly unknown[],
  runtime: AppRuntime,
): { method: string; params: readonly unknown[] } {
  if (runtime.compiled.app.kind !== 'permissioned') return { method, params };
  if (method === 'eth_maxPriorityFeePerGas') return { method: 'eth_gasPrice', params };
  const [call, ...rest] = params;
  if (kind !== 'call' || typeof call !== 'object' || call === null || Array.isArray(call))
    return { method, params };
  return { method, params: [{ ...call, gas: cappedGas((call as { gas?: unknown }).gas) }, ...rest] };
}

function cappedGas(wanted: unknown): string {
  const gas =
    typeof wanted === 'string' && /^0x[0-9a-f]{1,16}$/i.test(wanted) ? BigInt(wanted) : CALL_GAS_CAP;
  return `0x${(gas < CALL_GAS_CAP ? gas : CALL_GAS_CAP).toString(16)}`;
}

const notTheKeys = refuse(403, 'key.function', 'This API key may not call that function of that contract.');

function checkFunction(params: readonly unknown[], runtime: AppRuntime, key: CompiledKey): Refusal | null {
  if (key.functions === null) return null;
  const [call] = params;
  // Overrides put other code at the contract's address.
  if (params.length > 2) return notTheKeys;
  if (typeof call !== 'object' || call === null) return notRpc;
  const { to, data, input } = call as { to?: unknown; data?: unknown; input?: unknown };
  // The two are names of one field, and the chain may read either.
  if (data !== undefined && input !== undefined && data !== input) return notRpc;
  const bytes = data ?? input ?? '0x';
  if (typeof to !== 'string' || typeof bytes !== 'string') return notTheKeys;
  return mayCall(runtime.compiled, key, to, bytes) ? null : notTheKeys;
}

function checkTransaction(
  transaction: RawTransaction,
  runtime: AppRuntime,
  key: CompiledKey,
): Refusal | null {
  const { app } = runtime.compiled;
  if (app.chainId !== null && transaction.chainId !== BigInt(app.chainId))
    return refuse(
      400,
      'transaction.other-chain',
      `The transaction is for chain ${transaction.chainId}, this app's is ${app.chainId}.`,
    );
  if (transaction.to === null && app.access === 'endpoint')
    return refuse(403, 'transaction.no-deployment', 'This app may call its network, and not deploy on it.');
  if (transaction.to === null && key.functions !== null)
    return refuse(
      403,
      'key.deployment',
      'This API key is for certain functions; a deployment needs a key without that bound.',
    );
  return mayCall(runtime.compiled, key, transaction.to, transaction.data) ? null : notTheKeys;
}
