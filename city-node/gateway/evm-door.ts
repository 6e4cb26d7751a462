import type { IncomingMessage, ServerResponse } from 'node:http';
import { admitBytes, admitKey, admitStorage, isRefusal, overTps } from './admission.ts';
import type { AppRuntime } from './apps.ts';
import { countAnswered, countRead, countSent, type GatewayContext } from './context.ts';
import { answerBatch } from './evm-batch.ts';
import { ANSWER_CAP_BYTES, refuseCall, type EvmExchange } from './evm-exchange.ts';
import { collect, stream, type Upstream } from './forward.ts';
import { answerRefusal, answerText, HEADERS, later, readCapped, tooLarge } from './http.ts';
import { callText, checkCall, readBody, unreadable, type CheckedCall } from './json-rpc.ts';
import { internal, lostWrite, noAnswer, noChain, notCounted, refuse, rpcText } from './refusal.ts';

const postOnly = refuse(405, 'request.method', 'POST a JSON-RPC call here, or open a WebSocket.');
/** `POST /evm/v1/{appCode}`. The key is checked before a byte of the body is kept. */
export function handleEvm(
  context: GatewayContext,
  appCode: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const startedAt = performance.now();
  if (request.method !== 'POST') return void answerRefusal(response, postOnly, rpcText(postOnly, 'null'));
  const found = context.apps.get(appCode);
  if (found instanceof Promise) {
    // Wait with the body: it is read once the app is known.
    found.then(
      (runtime) => begin(context, runtime, request, response, startedAt),
      () => void answerRefusal(response, internal, rpcText(internal, 'null')),
    );
    return;
  }
  begin(context, found, request, response, startedAt);
}

function begin(
  context: GatewayContext,
  runtime: AppRuntime | null,
  request: IncomingMessage,
  response: ServerResponse,
  startedAt: number,
): void {
  const header = request.headers['x-api-key'];
  const key = admitKey(runtime, typeof header === 'string' ? header : undefined, context.deps.now());
  if (isRefusal(key) || !runtime) {
    const refusal = isRefusal(key) ? key : internal;
    if (runtime) runtime.meter.of('refused').refused += 1;
    const delay = runtime ? context.flood.delayFor(runtime, context.deps.now()) : 0;
    return void later(delay, () => answerRefusal(response, refusal, rpcText(refusal, 'null')));
  }
  readCapped(request, (text, bytesIn) => {
    const exchange = { context, response, runtime, key, bytesIn, startedAt };
    if (text === null) return refuseCall(exchange, 'other', 'null', tooLarge);
    try {
      answer(exchange, text);
    } catch {
      // Nested so deep that it cannot be written anew.
      refuseCall(exchange, 'other', 'null', unreadable);
    }
  });
}

function answer(exchange: EvmExchange, text: string): void {
  const { context, runtime, key } = exchange;
  const upstream = runtime.upstream();
  const late = upstream ? admitBytes(runtime, context.budgets, context.deps.now()) : noChain;
  if (late || !upstream || !runtime.budget) return refuseCall(exchange, 'other', 'null', late ?? noChain);
  // Before it is judged: also what is refused has come through the gateway.
  context.budgets.chargeBytes(runtime.budget, exchange.bytesIn);
  const body = readBody(text);
  if ('status' in body) return refuseCall(exchange, 'other', 'null', body);
  if (Array.isArray(body)) {
    void answerBatch(exchange, upstream, body);
    return;
  }
  const call = checkCall(body.single, runtime, key, 'http');
  if ('refusal' in call) return refuseCall(exchange, call.method, call.id, call.refusal);
  const granted = context.budgets.takeCalls(runtime.budget, 1);
  if (typeof granted === 'number')
    return granted === 1 ? send(exchange, upstream, call) : refuseTps(exchange, call);
  granted.then(
    (one) => (one === 1 ? send(exchange, upstream, call) : refuseTps(exchange, call)),
    () => refuseCall(exchange, call.method, call.id, internal),
  );
}

function refuseTps(exchange: EvmExchange, call: CheckedCall): void {
  const { context, runtime } = exchange;
  refuseCall(exchange, call.method, call.id, overTps(runtime, context.budgets, context.deps.now()));
}

function send(exchange: EvmExchange, upstream: Upstream, call: CheckedCall): void {
  if (call.transaction) {
    write(exchange, upstream, call, call.transaction.bytes, call.transaction.id).catch((err: unknown) => {
      exchange.context.deps.log.error({ err, appCode: exchange.runtime.appCode }, 'a write failed');
      refuseCall(exchange, call.method, call.id, internal);
    });
    return;
  }
  const { context, response, runtime, bytesIn, startedAt } = exchange;
  runtime.inFlight += 1;
  stream(upstream, callText(call, call.id), response, HEADERS, ({ bytes, failed, unanswered }) => {
    runtime.inFlight -= 1;
    const sent =
      unanswered && !response.destroyed
        ? answerRefusal(response, noAnswer, rpcText(noAnswer, call.id))
        : bytes;
    if (runtime.budget) context.budgets.chargeBytes(runtime.budget, sent);
    countRead(runtime, call.method, bytesIn, sent, (performance.now() - startedAt) * 1000, failed);
  });
}

async function write(
  exchange: EvmExchange,
  upstream: Upstream,
  call: CheckedCall,
  bytes: number,
  transactionId: string,
): Promise<void> {
  const { context, response, runtime, bytesIn, startedAt } = exchange;
  const full = admitStorage(runtime, bytes);
  if (full) return refuseCall(exchange, call.method, call.id, full);
  runtime.inFlight += 1;
  try {
    try {
      await countSent(context, runtime, call.method, bytesIn);
    } catch {
      return refuseCall(exchange, call.method, call.id, notCounted);
    }
    const { text, failed } = await collect(upstream, callText(call, call.id), ANSWER_CAP_BYTES);
    const answered = text ?? rpcText(lostWrite(transactionId), call.id);
    const latencyUs = (performance.now() - startedAt) * 1000;
    const bytesOut = Buffer.byteLength(answered);
    if (runtime.budget) context.budgets.chargeBytes(runtime.budget, bytesOut);
    await countAnswered(context, runtime, {
      method: call.method,
      bytesOut,
      latencyUs,
      storedBytes: failed ? null : bytes,
      transaction: call.transaction,
    });
    answerText(response, text === null ? 502 : 200, answered);
  } finally {
    runtime.inFlight -= 1;
  }
}
