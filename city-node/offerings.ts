import { createHash } from 'node:crypto';
import type { CityNodeEnv } from './env.ts';

/** A framework version as this node sells it. */
export interface Offering {
  id: string;
  framework: string;
  kind: 'permissioned' | 'public';
  access: 'deploy' | 'endpoint';
  /** The chain that apps share, by its name in our tables. */
  chain: string;
  /** From this TPS on an app gets a chain of its own; null: never. */
  dedicatedFromTps: number | null;
  /** A demonstration chain stands in for the network of that name. */
  demo: boolean;
}

export function offeringsOf(env: Pick<CityNodeEnv, 'PUBLIC_DEMO' | 'DEDICATED_FROM_TPS'>): Offering[] {
  const own: Offering = {
    id: 'ethereum',
    framework: 'ethereum',
    kind: 'permissioned',
    access: 'deploy',
    chain: 'shared',
    dedicatedFromTps: env.DEDICATED_FROM_TPS,
    demo: false,
  };
  const open: Offering = {
    id: 'ethereum-public',
    framework: 'ethereum',
    kind: 'public',
    access: 'endpoint',
    chain: 'public',
    dedicatedFromTps: null,
    demo: true,
  };
  return env.PUBLIC_DEMO ? [own, open] : [own];
}

/** A chain id of its own for each chain of each node, the same at every start. */
export function chainIdOf(nodeId: string, chain: string): number {
  const digest = createHash('sha256').update(`${nodeId} ${chain}`).digest();
  return 100_000_000 + (digest.readUInt32BE(0) % 900_000_000);
}
