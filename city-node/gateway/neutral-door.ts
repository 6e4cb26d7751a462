import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { jsonValue } from '#protocol/control/primitives.ts';
import { admitBytes, admitKey, admitStorage, isRefusal, overTps } from './admission.ts';
import type { AppRuntime } from './apps.ts';
import { mayCallByName, type CompiledKey } from './compile-app.ts';
import { countAnswered, countRead, countSent, type GatewayContext } from './context.ts';
import type { ContractCall, DoorOutcome } from './deps.ts';
import { answerRefusal, answerText, later, readCapped, tooLarge } from './http.ts';
import { internal, neutralText, notCounted, refuse, type Refusal } from './refusal.ts';

const ANSWER_TIMEOUT_MS = 30_000;

const contractCall = z.strictObject({
  contract: z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/),
  function: z.string().regex(/^[A-Za-z_$][A-Za-z0-9_$]{0,127}$/),
  args: z.array(jsonValue).max(64).default([]),
});

type ChainAsk = { name: 'transaction' | 'block'; id: string } | { name: 'height' };
type Ask = { name: 'invoke' | 'query' } | ChainAsk;

const noDoor = refuse(
  404,
  'request.path',
  'There is no such call. See invoke, query, transactions/{id}, blocks/{id} and height.',
);
const noKeyFunction = refuse(
  403,
  'key.function',
  'This API key may not call that function of that contract.',
);

const isChainAsk = (ask: Ask): ask is ChainAsk => ask.name !== 'invoke' && ask.name !== 'query';

/** What a path below `/v1/apps/{appCode}/` asks for. */
function askOf(method: string | undefined, path: string): Ask | Refusal {
  const [what = '', id = '', ...rest] = path.split('/');
  if (rest.length > 0) return noDoor;
  if ((what === 'invoke' || what === 'query') && id === '')
    return method === 'POST' ? { name: what } : refuse(405, 'request.method', `POST a call to ${what}.`);
  const isRead = what === 'height' ? id === '' : /^[A-Za-z0-9]{1,128}$/.test(id);
  const name =
    what === 'transactions' ? 'transaction' : what === 'blocks' ? 'block' : what === 'height' ? what : null;
  if (name === null || !isRead) return noDoor;
  if (method !== 'GET') return refuse(405, 'request.method', `GET ${what}.`);
  return name === 'height' ? { name } : { name, id };
}

interface NeutralExchange {
  context: GatewayContext;
  response: ServerResponse;
  runtime: AppRuntime;
  key: CompiledKey;
  startedAt: number;
}

/** Framework-neutral calls, signed by the app's custody key; answers and errors as plain JSON. */
export async function handleNeutral(
  context: GatewayContext,
  appCode: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  const fail = (refusal: Refusal) => void answerRefusal(response, refusal, neutralText(refusal));
  try {
    const runtime = await context.apps.get(appCode);
    const header = request.headers['x-api-key'];
    const key = admitKey(runtime, typeof header === 'string' ? header : undefined, context.deps.now());
    if (isRefusal(key) || !runtime) {
      if (runtime) runtime.meter.of('refused').refused += 1;
      return fail(isRefusal(key) ? key : internal);
    }
    const exchange = { context, response, runtime, key, startedAt };
    const ask = askOf(request.method, path);
    if ('status' in ask) return refuseAsk(exchange, 'other', ask);
    const late = admitBytes(runtime, context.budgets, context.deps.now());
    if (late) return refuseAsk(exchange, ask.name, late);
    if (isChainAsk(ask)) return await read(exchange, ask, 0);
    readCapped(request, (text, bytesIn) => {
      // Also what is refused has come through the gateway.
      if (runtime.budget) context.budgets.chargeBytes(runtime.budget, bytesIn);
      const call = text === null ? tooLarge : readCall(text);
      if ('status' in call) return refuseAsk(exchange, ask.name, call);
      if (!mayCallByName(key, call.contract, call.function))
        return refuseAsk(exchange, ask.name, noKeyFunction);
      const run =
        ask.name === 'invoke'
          ? invoke(exchange, call, bytesIn)
          : read(exchange, { name: 'query', call }, bytesIn);
      run.catch((cause: unknown) => {
        context.deps.log.error({ err: cause, appCode }, 'a neutral call failed');
        refuseAsk(exchange, ask.name, internal);
      });
    });
  } catch (cause) {
    context.deps.log.error({ err: cause, appCode }, 'a neutral call failed');
    fail(internal);
  }
}

function readCall(text: string): ContractCall | Refusal {
  try {
    const parsed = contractCall.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues[0];
    return refuse(
      400,
      'request.invalid',
      `Send {contract, function, args}: ${where?.path.join('.') ?? ''} ${where?.message ?? ''}`.trim(),
    );
  } catch {
    return refuse(400, 'request.unreadable', 'The body is not JSON.');
  }
}

function refuseAsk({ context, response, runtime }: NeutralExchange, method: string, refusal: Refusal): void {
  runtime.meter.of(method).refused += 1;
  if (response.headersSent) return;
  const delay = refusal.status === 429 ? context.flood.delayFor(runtime, context.deps.now()) : 0;
  later(delay, () => answerRefusal(response, refusal, neutralText(refusal)));
}

/** Null: within the limit of calls, and this one is taken from the budget. */
async function admit({ context, runtime }: NeutralExchange): Promise<Refusal | null> {
  if (!runtime.budget) return internal;
  const granted = await context.budgets.takeCalls(runtime.budget, 1);
  return granted === 1 ? null : overTps(runtime, context.budgets, context.deps.now());
}

type Read = ChainAsk | { name: 'query'; call: ContractCall };

async function read(exchange: NeutralExchange, ask: Read, bytesIn: number): Promise<void> {
  const { context, response, runtime, startedAt } = exchange;
  const refusal = await admit(exchange);
  if (refusal) return refuseAsk(exchange, ask.name, refusal);
  runtime.inFlight += 1;
  const outcome = await readDoor(context, runtime.appCode, ask).finally(() => (runtime.inFlight -= 1));
  const answer = answerOf(outcome, (value) =>
    ask.name === 'query' ? { result: value } : ask.name === 'height' ? { height: value } : value,
  );
  const bytesOut = answerText(response, answer.status, answer.text);
  if (runtime.budget) context.budgets.chargeBytes(runtime.budget, bytesOut);
  countRead(
    runtime,
    ask.name,
    bytesIn,
    bytesOut,
    (performance.now() - startedAt) * 1000,
    outcome.kind !== 'done',
  );
}

function readDoor(context: GatewayContext, appCode: string, ask: Read): Promise<DoorOutcome<unknown>> {
  const { doors } = context.deps;
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  switch (ask.name) {
    case 'query':
      return doors.query(appCode, ask.call, signal);
    case 'transaction':
      return doors.transaction(appCode, ask.id, signal);
    case 'block':
      return doors.block(appCode, ask.id, signal);
    case 'height':
      return doors.height(appCode, signal);
  }
}

async function invoke(exchange: NeutralExchange, call: ContractCall, bytesIn: number): Promise<void> {
  const { context, response, runtime, startedAt } = exchange;
  const refusal = admitStorage(runtime, 1) ?? (await admit(exchange));
  if (refusal) return refuseAsk(exchange, 'invoke', refusal);
  let sent: { id: string; bytes: number } | null = null;
  let uncounted = false;
  runtime.inFlight += 1;
  const outcome = await context.deps.doors
    .invoke(runtime.appCode, call, {
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      onSigned: async (transaction) => {
        try {
          await countSent(context, runtime, 'invoke', bytesIn);
        } catch (cause) {
          uncounted = true;
          throw cause;
        }
        sent = transaction;
      },
    })
    .finally(() => (runtime.inFlight -= 1));
  if (uncounted) return refuseAsk(exchange, 'invoke', notCounted);
  const answer = answerOf(outcome, ({ transactionId }) => ({ transactionId, state: 'succeeded' }), sent);
  const bytesOut = Buffer.byteLength(answer.text);
  const latencyUs = (performance.now() - startedAt) * 1000;
  if (runtime.budget) context.budgets.chargeBytes(runtime.budget, bytesOut);
  await countInvoke(exchange, outcome.kind, sent, { bytesIn, bytesOut, latencyUs });
  answerText(response, answer.status, answer.text);
}

async function countInvoke(
  { context, runtime }: NeutralExchange,
  kind: DoorOutcome<unknown>['kind'],
  sent: { bytes: number } | null,
  { bytesIn, bytesOut, latencyUs }: { bytesIn: number; bytesOut: number; latencyUs: number },
): Promise<void> {
  // What was never signed was no write; it is a call that failed.
  if (!sent) return countRead(runtime, 'invoke', bytesIn, bytesOut, latencyUs, kind !== 'done');
  // Of an unknown one the node keeps sending the same transaction, so its bytes will be stored.
  const storedBytes = kind === 'rejected' || kind === 'absent' ? null : sent.bytes;
  await countAnswered(context, runtime, { method: 'invoke', bytesOut, latencyUs, storedBytes });
}

const STATUS = { invalid: 400, denied: 422, unsupported: 501 } as const;

/** An outcome as status and JSON. `sent`: the transaction that is on its way, if one is. */
function answerOf<T>(
  outcome: DoorOutcome<T>,
  shape: (value: T) => unknown,
  sent: { id: string } | null = null,
): { status: number; text: string } {
  const failed = (status: number, code: string, message: string, more: Partial<Refusal> = {}) => ({
    status,
    text: neutralText(refuse(status, code, message, more)),
  });
  switch (outcome.kind) {
    case 'done':
      return { status: 200, text: JSON.stringify(shape(outcome.value)) };
    case 'accepted':
      return {
        status: 202,
        text: JSON.stringify({ transactionId: outcome.transactionId, state: 'pending' }),
      };
    case 'rejected':
      return failed(STATUS[outcome.reason], outcome.code, outcome.detail);
    case 'absent':
      return failed(404, 'chain.absent', 'The chain does not know it.');
    case 'unknown':
      return sent
        ? { status: 202, text: JSON.stringify({ transactionId: sent.id, state: 'pending' }) }
        : failed(502, 'chain.unreachable', 'The chain did not answer.');
  }
}
