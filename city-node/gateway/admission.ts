import type { Budgets } from '#city-node/limits/budgets.ts';
import type { AppRuntime } from './apps.ts';
import { findKey, type CompiledKey } from './compile-app.ts';
import { overLimit, refuse, type Refusal } from './refusal.ts';

const BYTES_PER_GB = 1_000_000_000;
/** What one app may have waiting for its chain at once. */
const IN_FLIGHT = 2_000;

const noApp = refuse(404, 'app.unknown', 'There is no such app on this city node.');
const noKey = refuse(401, 'key.missing', 'Send your API key in the x-api-key header.');
const badKey = refuse(401, 'key.unknown', 'This API key is not known for this app, or was revoked.');
const oldKey = refuse(401, 'key.expired', 'This API key has expired.');
const suspended = refuse(403, 'app.suspended', 'This app is suspended.');
const notReady = refuse(403, 'app.not-ready', 'This app is being prepared; no calls are allowed yet.');
const retired = refuse(403, 'app.retired', 'This app was retired.');

/** Whether this key opens this app now. Limits are asked later, when the call is known. */
export function admitKey(
  runtime: AppRuntime | null,
  key: string | undefined,
  now: number,
): CompiledKey | Refusal {
  if (!runtime) return noApp;
  const { app } = runtime.compiled;
  if (app.state === 'retired' || app.state === 'retiring') return retired;
  if (!app.policy) return notReady;
  if (key === undefined || key === '') return noKey;
  const found = findKey(runtime.compiled, key);
  if (!found) return badKey;
  if (found.expiresAt <= now) return oldKey;
  if (app.suspended || app.policy.suspended) return suspended;
  return found;
}

export function isRefusal(answer: object): answer is Refusal {
  return 'status' in answer;
}

/** Null: the app may move bytes. */
export function admitBytes(runtime: AppRuntime, budgets: Budgets, now: number): Refusal | null {
  const { budget, compiled } = runtime;
  if (!budget || !compiled.app.policy) return notReady;
  if (runtime.inFlight >= IN_FLIGHT)
    return refuse(
      429,
      'limit.connections',
      `This app has ${IN_FLIGHT} calls waiting for its chain already.`,
      {
        limit: 'connections',
        resetsAt: new Date(now + 1000).toISOString(),
        retryAfterSeconds: 1,
      },
    );
  if (budgets.hasBandwidth(budget)) return null;
  const { bandwidthMbps } = compiled.app.policy.limits;
  return overLimit('bandwidth', `${bandwidthMbps} Mbit/s (bandwidth)`, budgets.waitForBandwidth(budget), now);
}

/** Null: there is room for a write of so many bytes. */
export function admitStorage(runtime: AppRuntime, bytes: number): Refusal | null {
  const gigabytes = runtime.compiled.app.policy?.limits.storageGb ?? 0;
  if (runtime.storageBytes + bytes <= gigabytes * BYTES_PER_GB) return null;
  const message = `This app's storage of ${gigabytes} GB is full. Waiting does not help: buy more storage.`;
  return refuse(429, 'limit.storage', message, { limit: 'storage', resetsAt: null });
}

/** What to say to a call that the TPS limit turned away. */
export function overTps(runtime: AppRuntime, budgets: Budgets, now: number): Refusal {
  const { budget, compiled } = runtime;
  if (!budget) return notReady;
  const tps = compiled.app.policy?.limits.tps ?? 0;
  return overLimit('tps', `${tps} calls a second (TPS)`, budgets.waitForCall(budget), now);
}

/** A caller that goes on far above its limit is answered slowly, so that its refusals do not take others' time. */
export class FloodGuard {
  #second = 0;
  #refused = new Map<AppRuntime, number>();

  /** Milliseconds to hold this refusal back. */
  delayFor(runtime: AppRuntime, now: number): number {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#refused.clear();
    }
    const refused = (this.#refused.get(runtime) ?? 0) + 1;
    this.#refused.set(runtime, refused);
    const patience = Math.max(100, runtime.compiled.app.policy?.limits.tps ?? 0);
    return refused > patience ? 100 : 0;
  }
}
