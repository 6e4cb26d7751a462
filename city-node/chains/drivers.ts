import type { ChainDriver, ChainFramework } from '#adapters/chains/port.ts';
import { firstRow, type Pool } from '#city-node/db/pool.ts';
import type { Offering } from '#city-node/offerings.ts';

export interface Drivers {
  /** The driver of a chain where it answers now; null while it has no address. */
  of(chain: string): Promise<ChainDriver | null>;
  /** As `of`, but null as well while the chain has not got back all that it once held. */
  serving(chain: string): Promise<ChainDriver | null>;
  /** Address of a chain on a port. */
  urlsOf(framework: string, port: number): { http: string; ws: string };
  /** Forgets a chain that ended. */
  forget(chain: string): void;
  close(): Promise<void>;
}

/** For so long the address and the health of a chain are believed; one that starts anew waits longer than that. */
export const freshMs = 100;

/** One driver, and so one pool of connections, a chain and address. */
export function openDrivers(
  pool: Pool,
  frameworks: Readonly<Record<string, ChainFramework>>,
  offerings: readonly Offering[],
): Drivers {
  const open = new Map<string, { url: string; driver: ChainDriver; up: boolean; askedAt: number }>();
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
  async function find(chain: string): Promise<{ driver: ChainDriver; up: boolean } | null> {
    const recent = open.get(chain);
    if (recent && performance.now() - recent.askedAt < freshMs) return recent;
    const askedAt = performance.now();
    const row = await firstRow<{ port: number | null; offering: string; health: string }>(
      pool,
      'select port, offering, health from chains where id = $1 and removed_at is null',
      [chain],
    );
    if (!row || row.port === null) return null;
    const framework = offerings.find((offering) => offering.id === row.offering)?.framework ?? 'ethereum';
    const url = urlsOf(framework, row.port).http;
    const up = row.health === 'up';
    const known = open.get(chain);
    if (known?.url === url) return Object.assign(known, { askedAt, up });
    // The old address answers nobody any more; calls under way end as unknown.
    if (known) void known.driver.close().catch(() => undefined);
    const driver = frameworkOf(framework).connect(url);
    open.set(chain, { url, driver, up, askedAt });
    return { driver, up };
  }
  return {
    urlsOf,
    async of(chain) {
      return (await find(chain))?.driver ?? null;
    },
    async serving(chain) {
      const found = await find(chain);
      return found?.up ? found.driver : null;
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
