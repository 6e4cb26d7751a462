import type { ServerResponse } from 'node:http';
import type { AppRuntime } from './apps.ts';
import type { CompiledKey } from './compile-app.ts';
import type { GatewayContext } from './context.ts';
import { answerRefusal, later } from './http.ts';
import { rpcText, type Refusal } from './refusal.ts';

/** An answer that is taken in whole: of a write, and of a batch that is put together. */
export const ANSWER_CAP_BYTES = 16 * 1024 * 1024;

/** One HTTP exchange on the JSON-RPC door. */
export interface EvmExchange {
  context: GatewayContext;
  response: ServerResponse;
  runtime: AppRuntime;
  key: CompiledKey;
  bytesIn: number;
  /** By the clock that never goes back. */
  startedAt: number;
}

/** Refuses the whole exchange and counts that. */
export function refuseCall(exchange: EvmExchange, method: string, id: string, refusal: Refusal): void {
  const { context, response, runtime } = exchange;
  runtime.meter.of(method).refused += 1;
  const delay = refusal.status === 429 ? context.flood.delayFor(runtime, context.deps.now()) : 0;
  later(delay, () => answerRefusal(response, refusal, rpcText(refusal, id)));
}
