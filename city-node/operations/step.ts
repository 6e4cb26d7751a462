import type { ChainDriver } from '#adapters/chains/port.ts';
import type { AppRow } from '#city-node/apps/app-row.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import type { Conn } from '#city-node/db/pool.ts';
import type { OperationRequest } from '#protocol/control/operations.ts';
import type { RejectionReason } from '#protocol/control/outcome.ts';
import type { JsonValue, Params } from '#protocol/control/primitives.ts';
import type { OperationRow } from './operation-row.ts';

export interface StepInput {
  node: CityNodeContext;
  operation: OperationRow;
  app: AppRow;
  signal: AbortSignal;
}

/**
 * What a step came to. It may run any number of times, in any copy, after any crash: what it does outside the database
 * must be harmless to repeat, and `write` joins the transaction that marks it done.
 */
export type StepOutcome =
  | {
      kind: 'done';
      /** Shown beside the step. */
      params?: Params;
      data?: Record<string, JsonValue>;
      write?: (tx: Conn) => Promise<void>;
    }
  | { kind: 'wait'; code: string; params?: Params; afterMs: number }
  | { kind: 'reject'; reason: RejectionReason; code: string; detail: string };

export type Step = (input: StepInput) => Promise<StepOutcome>;

export const wait = (code: string, afterMs: number, params?: Params): StepOutcome => ({
  kind: 'wait',
  code,
  afterMs,
  ...(params ? { params } : {}),
});

export const chainSilent = (detail: string): StepOutcome =>
  wait('chain.unreachable', 500, { detail: detail.slice(0, 300) });

export const textOf = (data: Record<string, JsonValue>, name: string): string => {
  const value = data[name];
  if (typeof value !== 'string') throw new Error(`the operation carries no ${name}`);
  return value;
};

/** The request as one of the kinds that a step serves. */
export function requestOf<K extends OperationRequest['kind']>(
  operation: OperationRow,
  ...kinds: readonly K[]
): Extract<OperationRequest, { kind: K }> {
  const { request } = operation;
  if (!(kinds as readonly string[]).includes(request.kind)) throw new Error(`no step of ${request.kind}`);
  // Checked by its kind one line above.
  return request as Extract<OperationRequest, { kind: K }>;
}

/** The chain that the operation moves the app to, or the one it stands on. */
export const targetChain = ({ operation, app }: StepInput): string => {
  const chain = operation.data.chain ?? app.chain;
  if (typeof chain !== 'string') throw new Error(`app ${app.app_code} stands on no chain`);
  return chain;
};

export async function driverOf(input: StepInput, chain = targetChain(input)): Promise<ChainDriver | null> {
  return input.node.drivers.serving(chain);
}
