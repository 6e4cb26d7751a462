import { admitStorage, overTps } from './admission.ts';
import { countAnswered, countRead, countSent } from './context.ts';
import { ANSWER_CAP_BYTES, refuseCall, type EvmExchange } from './evm-exchange.ts';
import { collect, type Upstream } from './forward.ts';
import { answerRefusal, answerText, later } from './http.ts';
import { callText, checkCall, type CheckedCall } from './json-rpc.ts';
import { internal, lostWrite, noAnswer, notCounted, rpcText, type Refusal } from './refusal.ts';

interface Refused {
  id: string;
  refusal: Refusal;
}

/**
 * A batch: each call is checked, counted and limited by itself. What may not go is answered beside what may, so that a
 * batch larger than what is left of this second is not lost as a whole. A batch of refusals only has the status of the first.
 */
export async function answerBatch(
  exchange: EvmExchange,
  upstream: Upstream,
  items: readonly unknown[],
): Promise<void> {
  const { runtime, response } = exchange;
  const refused: Refused[] = [];
  const turnAway = (call: { id: string; method: string }, refusal: Refusal) => {
    runtime.meter.of(call.method).refused += 1;
    refused.push({ id: call.id, refusal });
  };
  runtime.inFlight += 1;
  try {
    const calls = await admit(exchange, items, turnAway);
    if (calls.length === 0) return refuseBatch(exchange, refused);
    const given = await exchangeBatch(exchange, upstream, calls);
    const texts = refused.map(({ id, refusal }) => rpcText(refusal, id));
    answerText(response, 200, `[${[given, ...texts].join(',')}]`);
  } catch {
    refuseCall(exchange, 'other', 'null', internal);
  } finally {
    runtime.inFlight -= 1;
  }
}

function refuseBatch({ context, runtime, response }: EvmExchange, refused: readonly Refused[]): void {
  const first = refused[0]?.refusal ?? internal;
  const text = `[${refused.map(({ id, refusal }) => rpcText(refusal, id)).join(',')}]`;
  const delay = first.status === 429 ? context.flood.delayFor(runtime, context.deps.now()) : 0;
  later(delay, () => answerRefusal(response, first, text));
}

type TurnAway = (call: { id: string; method: string }, refusal: Refusal) => void;

async function admit(
  exchange: EvmExchange,
  items: readonly unknown[],
  turnAway: TurnAway,
): Promise<CheckedCall[]> {
  const { context, runtime, key } = exchange;
  const checked: CheckedCall[] = [];
  for (const item of items) {
    const call = checkCall(item, runtime, key, 'http');
    const full =
      'refusal' in call
        ? call.refusal
        : call.transaction
          ? admitStorage(runtime, call.transaction.bytes)
          : null;
    if (full || 'refusal' in call) turnAway(call, full ?? internal);
    else checked.push(call);
  }
  if (checked.length === 0 || !runtime.budget) return [];
  const granted = await context.budgets.takeCalls(runtime.budget, checked.length);
  for (const call of checked.slice(granted))
    turnAway(call, overTps(runtime, context.budgets, context.deps.now()));
  const within = checked.slice(0, granted);
  const written = await Promise.all(
    within.map(async (call) => {
      if (!call.transaction) return true;
      return countSent(context, runtime, call.method, call.members.length).then(
        () => true,
        () => false,
      );
    }),
  );
  for (const [i, call] of within.entries()) if (!written[i]) turnAway(call, notCounted);
  return within.filter((_, i) => written[i]);
}

/** Gives the chain's answers as text to stand inside the brackets. */
async function exchangeBatch(
  exchange: EvmExchange,
  upstream: Upstream,
  calls: readonly CheckedCall[],
): Promise<string> {
  const { context, runtime, startedAt } = exchange;
  const body = `[${calls.map((call, i) => callText(call, i)).join(',')}]`;
  const { text } = await collect(upstream, body, ANSWER_CAP_BYTES);
  const answers = answersOf(text);
  const given = calls.map((call, i) => {
    const answer = answers?.get(i);
    if (answer) return { text: `{"jsonrpc":"2.0","id":${call.id},${answer.member}}`, failed: answer.failed };
    const refusal = call.transaction ? lostWrite(call.transaction.id) : noAnswer;
    return { text: rpcText(refusal, call.id), failed: true };
  });
  const latencyUs = (performance.now() - startedAt) * 1000;
  await Promise.all(
    calls.map(async (call, i) => {
      const { text: answer = '', failed = true } = given[i] ?? {};
      const bytesOut = Buffer.byteLength(answer);
      if (runtime.budget) context.budgets.chargeBytes(runtime.budget, bytesOut);
      const storedBytes = failed ? null : (call.transaction?.bytes ?? null);
      if (call.transaction)
        await countAnswered(context, runtime, {
          method: call.method,
          bytesOut,
          latencyUs,
          storedBytes,
          transaction: call.transaction,
        });
      else countRead(runtime, call.method, call.members.length, bytesOut, latencyUs, failed);
    }),
  );
  return given.map((answer) => answer.text).join(',');
}

interface Answer {
  /** `"result":…` or `"error":…`. */
  member: string;
  failed: boolean;
}

/** Answers by the place of their call: ids of a batch are ours, because a caller's may repeat. */
function answersOf(text: string | null): Map<number, Answer> | null {
  if (text === null) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed)) return null;
    return new Map(
      parsed.map(({ id, error, result }: { id: number; error?: unknown; result?: unknown }) => [
        id,
        error === undefined
          ? { member: `"result":${JSON.stringify(result ?? null)}`, failed: false }
          : { member: `"error":${JSON.stringify(error)}`, failed: true },
      ]),
    );
  } catch {
    return null;
  }
}
