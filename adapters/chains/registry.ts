import { ethereum } from './ethereum/index.ts';
import type { AnvilOptions } from './ethereum/anvil.ts';
import type { ChainFramework } from './port.ts';

/** Frameworks that a city node can offer: adding one is one folder and one line. */
export const chainFrameworks = (options: { anvil?: AnvilOptions } = {}): Record<string, ChainFramework> => ({
  ethereum: ethereum(options.anvil),
});
