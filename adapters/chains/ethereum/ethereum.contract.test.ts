import { existsSync } from 'node:fs';
import { describe, it } from 'vitest';
import { chainDriverContract } from '../contract.ts';
import { runAnvil, runGeth } from '../testing/run-chain.ts';

chainDriverContract('ethereum on anvil', () => runAnvil());

const geth = process.env.GETH_BIN;
if (geth && existsSync(geth)) chainDriverContract('ethereum on geth', () => runGeth(geth));
else
  describe('chain driver contract: ethereum on geth', () =>
    it.skip('not run, because GETH_BIN names no geth'));
