import type { ChainDriver, ChainFramework } from '#adapters/chains/port.ts';
import { firstRow, type Pool } from '#city-node/db/pool.ts';
import type { Offering } from '#city-node/offerings.ts';

export interface Drivers {
  /** The driver of a chain where it answers now; null while it has no address. */
  of(chain: string): Promise<ChainDriver | null>;
  /** Address of a chain on a port. */
  urlsOf(framework: string, port: number): { http: string; ws: string };
  /** Forgets a chain that ended. */
  forget(chain: string): void;
  close(): Promise<void>;
}

/** A chain that starts anew mostly keeps its port; for so long its old address is believed. */
const freshMs = 250;

/** One driver, and so one pool of connections, a chain and address. */
export function openDrivers(
  pool: Pool,
  frameworks: Readonly<Record<string, ChainFramework>>,
  offerings: readonly Offering[],
): Drivers {
  const open = new Map<string, { url: string; driver: ChainDriver; askedAt: number }>();
  const frameworkOf = (name: string): ChainFramework => {
    const found = frameworks[name];
    if (!found) throw new Error(`no driver of framework ${name}`);
    return found;
  };
  const urlsOf = (framework: string, port: number) => {
    const { peers } = frameworkOf(framework);
    if (!peers) throw new Error(`framework ${framework} runs no peers`);
    return peers.urlsOf(port);
  };
  return {
    urlsOf,
    async of(chain) {
      const recent = open.get(chain);
      if (recent && performance.now() - recent.askedAt < freshMs) return recent.driver;
      const row = await firstRow<{ port: number | null; offering: string }>(
        pool,
        'select port, offering from chains where id = $1 and removed_at is null',
        [chain],
      );
      if (!row || row.port === null) return null;
      const framework = offerings.find((offering) => offering.id === row.offering)?.framework ?? 'ethereum';
      const url = urlsOf(framework, row.port).http;
      const known = open.get(chain);
      if (known?.url === url) {
        known.askedAt = performance.now();
        return known.driver;
      }
      // The old address answers nobody any more; calls under way end as unknown.
      if (known) void known.driver.close().catch(() => undefined);
      const driver = frameworkOf(framework).connect(url);
      open.set(chain, { url, driver, askedAt: performance.now() });
      return driver;
    },
    forget(chain) {
      void open
        .get(chain)
        ?.driver.close()
        .catch(() => undefined);
      open.delete(chain);
    },
    async close() {
      await Promise.allSettled([...open.values()].map(({ driver }) => driver.close()));
      open.clear();
    },
  };
}
