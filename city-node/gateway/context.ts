import type { Budgets } from '#city-node/limits/budgets.ts';
import type { Meter } from '#city-node/meter/meter.ts';
import { Tally } from '#city-node/meter/tally.ts';
import type { FloodGuard } from './admission.ts';
import type { AppRuntime, Apps } from './apps.ts';
import type { GatewayDeps } from './deps.ts';

/** What each door of the gateway works with. */
export interface GatewayContext {
  deps: GatewayDeps;
  apps: Apps;
  meter: Meter;
  budgets: Budgets;
  flood: FloodGuard;
}

/** Counts a write durably before it is sent. Rejects when it could not be counted; then nothing may be sent. */
export function countSent(
  context: GatewayContext,
  runtime: AppRuntime,
  method: string,
  bytesIn: number,
): Promise<void> {
  const tally = new Tally();
  tally.calls = 1;
  tally.writes = 1;
  tally.bytesIn = bytesIn;
  return context.meter.commit(runtime.meter.key(method), tally);
}

export interface WriteEnd {
  method: string;
  bytesOut: number;
  latencyUs: number;
  /** Bytes that the chain took in; null: it refused them. */
  storedBytes: number | null;
  /** What it took in, to be kept before the answer leaves. */
  transaction?: { id: string; raw: string } | null;
}

/** Counts durably what became of a write, before its answer leaves. */
export async function countAnswered(
  context: GatewayContext,
  runtime: AppRuntime,
  end: WriteEnd,
): Promise<void> {
  const tally = new Tally();
  tally.bytesOut = end.bytesOut;
  tally.addLatency(end.latencyUs);
  if (end.storedBytes === null) tally.errors = 1;
  else {
    tally.storageBytes = end.storedBytes;
    runtime.storageBytes += end.storedBytes;
  }
  try {
    const kept =
      end.transaction && end.storedBytes !== null
        ? context.deps.keepSent?.(runtime.appCode, end.transaction).catch((err: unknown) => {
            // The chain has it, so the answer stands; only a second copy is missing.
            context.deps.log.error({ err, appCode: runtime.appCode }, 'a sent transaction was not kept');
          })
        : undefined;
    await Promise.all([context.meter.commit(runtime.meter.key(end.method), tally), kept]);
  } catch {
    // The call itself is on disk; the rest follows with the next flush that succeeds.
    runtime.meter.restore(end.method, tally);
  }
}

/** Counts a read in memory; it is on disk within a second. */
export function countRead(
  runtime: AppRuntime,
  method: string,
  bytesIn: number,
  bytesOut: number,
  latencyUs: number,
  failed: boolean,
): void {
  const tally = runtime.meter.of(method);
  tally.calls += 1;
  tally.bytesIn += bytesIn;
  tally.bytesOut += bytesOut;
  if (failed) tally.errors += 1;
  tally.addLatency(latencyUs);
}
