import type { Logger } from 'pino';
import type { ChainFramework } from '#adapters/chains/port.ts';
import type { EdgeKey } from '#protocol/edge-signing/keys.ts';
import type { Drivers } from './chains/drivers.ts';
import type { Sealer } from './custody/seal.ts';
import type { Pool } from './db/pool.ts';
import type { CityNodeEnv } from './env.ts';
import type { Offering } from './offerings.ts';

/** What one copy of a city node works with. No truth lives here: all of that is in the database and on the chains. */
export interface CityNodeContext {
  env: CityNodeEnv;
  key: EdgeKey;
  pool: Pool;
  log: Logger;
  now(): Date;
  sealer: Sealer;
  frameworks: Readonly<Record<string, ChainFramework>>;
  offerings: readonly Offering[];
  drivers: Drivers;
  startedAt: Date;
}
