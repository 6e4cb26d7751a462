import { randomBytes } from 'node:crypto';
import { SigningKey, computeAddress, hexlify } from 'ethers';
import type { ChainDriver, ChainFramework, ReadsEvents } from '../port.ts';
import { anvilPeers, type AnvilOptions } from './anvil.ts';
import { ethereumReads } from './read.ts';
import { decodeCall, decodeEvent } from './transform.ts';
import { EthereumWire } from './wire.ts';
import { ethereumWrites } from './write.ts';

export const ethereum = (options: AnvilOptions = {}): ChainFramework => ({
  framework: 'ethereum',
  connect: (url) => ethereumChain(url),
  peers: anvilPeers(options),
});

/** An Ethereum chain behind JSON-RPC. */
export function ethereumChain(url: string): ChainDriver & ReadsEvents {
  const wire = new EthereumWire(url);
  return {
    framework: 'ethereum',
    evidence: 'live',
    supports: new Set(['events', 'upgrade'] as const),
    newAccount() {
      // Words to write a key down are for people: deriving one from words costs 20 ms.
      const secret = randomBytes(32);
      return { address: computeAddress(new SigningKey(secret)).toLowerCase(), secret };
    },
    signerOf(secret) {
      const key = new SigningKey(hexlify(secret));
      return {
        address: computeAddress(key).toLowerCase(),
        sign: async (digest) => key.sign(digest).serialized,
      };
    },
    ...ethereumWrites(wire),
    ...ethereumReads(wire),
    decodeCall,
    decodeEvent,
    close: () => wire.close(),
  };
}
