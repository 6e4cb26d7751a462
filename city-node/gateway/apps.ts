import { Pool as UpstreamPool } from 'undici';
import { appCode as appCodeSchema } from '#protocol/control/primitives.ts';
import type { AppBudget, Budgets } from '#city-node/limits/budgets.ts';
import type { AppMeter, Meter } from '#city-node/meter/meter.ts';
import { storageBytes } from '#city-node/meter/storage-bytes.ts';
import { compileApp, type CompiledApp } from './compile-app.ts';
import type { GatewayApp, GatewayDeps } from './deps.ts';
import { oneWriteConnector } from './one-write.ts';

/** Connections of one app to its chain: what one app has in flight there cannot take another's place. */
const UPSTREAM_CONNECTIONS = 64;
const ANSWER_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;
const CHECK_MS = 400;
/** An app not called for so long is let go. */
const IDLE_MS = 10 * 60_000;
const ABSENT_MS = 1_000;
const DRAIN_MS = 5_000;
const ABSENT_KEPT = 10_000;
/** Invented names must not take the database from the apps that are there. */
const FIRST_LOADS = 32;
/** How often what other copies stored is read again. */
const STORAGE_EVERY_CHECKS = 5;

/** One app in use: its newest compiled form, and what outlives a change of it. */
export class AppRuntime {
  readonly appCode: string;
  readonly meter: AppMeter;
  compiled: CompiledApp;
  budget: AppBudget | null = null;
  /** Bytes of accepted writes, known from the database and counted since. */
  storageBytes: number;
  lastUsedAt = 0;
  /** Calls that are being answered. */
  inFlight = 0;
  /** Subscriptions of its WebSockets, with those that are just being asked for. */
  subscriptions = 0;
  /** Told when the compiled form changed; sockets check themselves then. */
  readonly watchers = new Set<() => void>();
  #upstream: { origin: string; path: string; pool: UpstreamPool } | null = null;

  constructor(compiled: CompiledApp, meter: AppMeter) {
    this.appCode = compiled.app.appCode;
    this.compiled = compiled;
    this.meter = meter;
    this.storageBytes = compiled.app.storageBytes;
  }

  /** Where its chain answers; null: not known yet. */
  upstream(): { path: string; pool: UpstreamPool } | null {
    const { upstream } = this.compiled.app;
    if (!upstream) return null;
    if (this.#upstream?.origin === upstream.http) return this.#upstream;
    this.dropUpstream();
    const url = new URL(upstream.http);
    const pool = new UpstreamPool(url.origin, {
      connections: UPSTREAM_CONNECTIONS,
      pipelining: 1,
      connect: oneWriteConnector(CONNECT_TIMEOUT_MS),
      headersTimeout: ANSWER_TIMEOUT_MS,
      bodyTimeout: ANSWER_TIMEOUT_MS,
    });
    this.#upstream = { origin: upstream.http, path: url.pathname + url.search, pool };
    return this.#upstream;
  }

  dropUpstream(): void {
    // Calls under way end first.
    void this.#upstream?.pool.close().catch(() => undefined);
    this.#upstream = null;
  }
}

interface Entry {
  runtime: AppRuntime | null;
  version: string | undefined;
  loading: Promise<AppRuntime | null> | null;
  loadedAt: number;
}

/**
 * Apps as the gateway serves them, from memory. A change arrives as a notification, and at the latest by the versions
 * that are compared twice a second; so a suspension holds within a second. A database that does not answer leaves
 * things as they were.
 */
export class Apps {
  readonly #deps: GatewayDeps;
  readonly #meter: Meter;
  readonly #budgets: Budgets;
  readonly #entries = new Map<string, Entry>();
  readonly #timer: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  #checking = false;
  /** Reads of the database on behalf of callers who have shown no key yet. */
  #firstLoads = 0;
  #checks = 0;

  constructor(deps: GatewayDeps, meter: Meter, budgets: Budgets) {
    this.#deps = deps;
    this.#meter = meter;
    this.#budgets = budgets;
    this.#unsubscribe = deps.apps.onChange((appCode) => this.#changed(appCode));
    this.#timer = setInterval(() => void this.#check(), CHECK_MS);
    this.#timer.unref();
  }

  /** The app, or null when there is none; a promise only when it is not in memory. Rejects without a database. */
  get(appCode: string): AppRuntime | null | Promise<AppRuntime | null> {
    const entry = this.#entries.get(appCode);
    if (entry?.runtime) {
      entry.runtime.lastUsedAt = this.#deps.now();
      return entry.runtime;
    }
    if (entry?.loading) return entry.loading;
    if (entry && this.#deps.now() - entry.loadedAt < ABSENT_MS) return null;
    return appCodeSchema.safeParse(appCode).success ? this.#load(appCode) : null;
  }

  /** Waits a while for the calls that are being answered. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#unsubscribe();
    const until = performance.now() + DRAIN_MS;
    const busy = () =>
      [...this.#entries.values()].some(({ runtime }) => runtime !== null && runtime.inFlight > 0);
    while (busy() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const entry of this.#entries.values()) entry.runtime?.dropUpstream();
    this.#entries.clear();
  }

  #load(appCode: string): Promise<AppRuntime | null> {
    const entry = this.#entries.get(appCode) ?? this.#newEntry(appCode);
    if (entry.loading) return entry.loading;
    if (!entry.runtime && this.#firstLoads >= FIRST_LOADS)
      return Promise.reject(new Error('too many apps are asked for the first time at once'));
    this.#firstLoads += 1;
    entry.loading = this.#fetch(appCode, entry).finally(() => {
      this.#firstLoads -= 1;
      entry.loading = null;
    });
    return entry.loading;
  }

  #newEntry(appCode: string): Entry {
    // Invented names must not fill the memory.
    if (this.#entries.size > ABSENT_KEPT)
      for (const [code, { runtime, loading }] of this.#entries)
        if (!runtime && !loading) this.#entries.delete(code);
    const entry: Entry = {
      runtime: null,
      version: undefined,
      loading: null,
      loadedAt: Number.NEGATIVE_INFINITY,
    };
    this.#entries.set(appCode, entry);
    return entry;
  }

  async #fetch(appCode: string, entry: Entry): Promise<AppRuntime | null> {
    // The version first: a change in between is then seen as a change by the next check.
    const version = (await this.#deps.apps.versions([appCode])).get(appCode);
    const app = version === undefined ? null : await this.#deps.apps.find(appCode);
    entry.version = version;
    entry.loadedAt = this.#deps.now();
    entry.runtime = app ? this.#runtimeOf(app, entry.runtime) : this.#gone(entry.runtime);
    return entry.runtime;
  }

  #runtimeOf(app: GatewayApp, known: AppRuntime | null): AppRuntime {
    const compiled = compileApp(app);
    const same = known?.compiled.app.portalId === app.portalId ? known : null;
    const runtime = same ?? new AppRuntime(compiled, this.#meter.app(app.portalId, app.appCode));
    runtime.compiled = compiled;
    runtime.lastUsedAt = this.#deps.now();
    runtime.budget = app.policy ? this.#budgets.of(app.appCode, app.policy.limits) : null;
    for (const watcher of runtime.watchers) watcher();
    return runtime;
  }

  #gone(known: AppRuntime | null): null {
    if (!known) return null;
    known.compiled = { ...known.compiled, app: { ...known.compiled.app, state: 'retired' } };
    known.dropUpstream();
    for (const watcher of known.watchers) watcher();
    return null;
  }

  #changed(appCode: string | null): void {
    const codes = appCode === null ? [...this.#entries.keys()] : [appCode];
    for (const code of codes) void this.#reload(code);
  }

  async #reload(appCode: string): Promise<void> {
    const entry = this.#entries.get(appCode);
    if (!entry) return;
    if (!entry.runtime && !entry.loading) return void this.#entries.delete(appCode);
    try {
      // What is being read now may be older than the change.
      await entry.loading;
      await this.#load(appCode);
    } catch (cause) {
      this.#deps.log.warn({ err: cause, appCode }, 'the app is served as it was until the database answers');
    }
  }

  async #check(): Promise<void> {
    if (this.#checking) return;
    this.#checking = true;
    try {
      const inUse = this.#inUse();
      if (inUse.length === 0) return;
      const versions = await this.#deps.apps.versions(inUse);
      const changed = inUse.filter((code) => versions.get(code) !== this.#entries.get(code)?.version);
      await Promise.all(changed.map((code) => this.#reload(code)));
      this.#checks += 1;
      if (this.#checks % STORAGE_EVERY_CHECKS === 0) await this.#readStorage(inUse);
    } catch (cause) {
      this.#deps.log.warn({ err: cause }, 'apps are served as they were until the database answers');
    } finally {
      this.#checking = false;
    }
  }

  /** Lets go of what nobody calls; gives the rest. */
  #inUse(): string[] {
    const now = this.#deps.now();
    const codes: string[] = [];
    for (const [code, { runtime, loadedAt, loading }] of this.#entries) {
      const idle = runtime ? runtime.watchers.size === 0 && runtime.inFlight === 0 : !loading;
      const since = runtime ? runtime.lastUsedAt : loadedAt;
      if (idle && now - since > (runtime ? IDLE_MS : ABSENT_MS)) {
        runtime?.dropUpstream();
        this.#entries.delete(code);
      } else if (runtime) codes.push(code);
    }
    return codes;
  }

  async #readStorage(codes: readonly string[]): Promise<void> {
    const stored = await storageBytes(this.#deps.pool, codes);
    for (const code of codes) {
      const runtime = this.#entries.get(code)?.runtime;
      // Never less than what this copy has seen: a count may still be on its way.
      if (runtime) runtime.storageBytes = Math.max(runtime.storageBytes, stored.get(code) ?? 0);
    }
  }
}
