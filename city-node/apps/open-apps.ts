import type { ChainDriver } from '#adapters/chains/port.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { appSigner } from '#city-node/custody/keys.ts';
import { InvokeQueue } from '#city-node/custody/invoke-queue.ts';
import { firstRow } from '#city-node/db/pool.ts';
import type { DoorOutcome, GatewayApp } from '#city-node/gateway/deps.ts';
import { findApp } from './find-app.ts';

interface Known {
  app: GatewayApp;
  chain: string;
  /** Made at the first invocation, and anew when the chain has moved to another address. */
  queue?: { driver: ChainDriver; made: Promise<InvokeQueue | null> };
}

export type OpenApp = { known: Known; driver: ChainDriver };

/** What the doors know of apps, read once and kept until it is forgotten. */
export class OpenApps {
  readonly #node: CityNodeContext;
  readonly #known = new Map<string, Promise<Known | null>>();

  constructor(node: CityNodeContext) {
    this.#node = node;
  }

  /** Forgets what is known of an app, or of all. */
  forget(appCode: string | null): void {
    if (appCode === null) this.#known.clear();
    else this.#known.delete(appCode);
  }

  /** The app with the driver of its chain, or why it cannot be called now. */
  async open(appCode: string): Promise<OpenApp | DoorOutcome<never>> {
    const found = await this.#find(appCode);
    if (!found) return { kind: 'absent' };
    const driver = await this.#node.drivers.serving(found.chain);
    return driver ? { known: found, driver } : { kind: 'unknown', detail: 'the chain is not running' };
  }

  /** The queue in which the app's calls get their positions; null when its key is destroyed. */
  async queueOf(appCode: string, { known: found, driver }: OpenApp): Promise<InvokeQueue | null> {
    if (found.queue?.driver === driver) return found.queue.made;
    const made = (async () => {
      const signer = await appSigner(this.#node, driver, appCode);
      return signer && new InvokeQueue(this.#node.pool, appCode, { chain: found.chain, driver, signer });
    })();
    const queue = { driver, made };
    found.queue = queue;
    made.catch(() => {
      if (found.queue === queue) delete found.queue;
    });
    return made;
  }

  #find(appCode: string): Promise<Known | null> {
    let found = this.#known.get(appCode);
    if (!found) {
      found = readApp(this.#node, appCode);
      this.#known.set(appCode, found);
      // Neither a fault nor an app that is not there yet is remembered.
      void found.then(
        (value) => value ?? this.#known.delete(appCode),
        () => this.#known.delete(appCode),
      );
    }
    return found;
  }
}

async function readApp(node: CityNodeContext, appCode: string): Promise<Known | null> {
  const app = await findApp(node, appCode);
  const row = await firstRow<{ chain: string | null }>(
    node.pool,
    'select chain from apps where app_code = $1',
    [appCode],
  );
  return app && row?.chain ? { app, chain: row.chain } : null;
}
