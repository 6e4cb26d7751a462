import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import type { Answer, PeerHost } from '../port.ts';
import { shortenState } from './empty-blocks.ts';
import { EthereumWire, orUnknown } from './wire.ts';

export interface AnvilOptions {
  /** Path of an anvil; without it the one that npm brought. */
  bin?: string | undefined;
  /** Seconds between blocks. */
  blockSeconds?: number;
}

/** Between the blocks of a chain that nobody uses. */
const restSeconds = 10;
const stateFile = 'state.json';
/** Some 4,000 small writes a second; a call without a gas limit of its own may use as much, half a second of one core. */
const gasLimit = 200_000_000;
/** 10^27 wei: a million apps. */
const operatorBalance = `0x${(10n ** 27n).toString(16)}`;

/**
 * Chains by anvil. It has no accounts of its own (the well-known development keys hold nothing here), gas is free, and
 * it never writes its state by itself: anvil overwrites its file in place, so that a kill at the wrong moment leaves
 * half a file. The city node takes snapshots and renames them into place.
 */
export function anvilPeers(options: AnvilOptions = {}): PeerHost {
  const blockSeconds = options.blockSeconds ?? 1;
  return {
    stateFile,
    urlsOf: (port) => ({ http: `http://127.0.0.1:${port}`, ws: `ws://127.0.0.1:${port}` }),
    async preparePeer({ chainId, directory, port, operator, readTo }) {
      const state = join(directory, stateFile);
      if (!existsSync(state)) await writeFile(state, firstState(operator), { mode: 0o600 });
      // A file that cannot be shortened is started from as it is.
      else await shortenState(state, readTo).catch(() => undefined);
      const args = [
        ['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(chainId)],
        ['--block-time', String(blockSeconds), '--order', 'fifo', '--accounts', '0'],
        ['--load-state', state, '--prune-history', '--gas-limit', String(gasLimit), '--enable-tx-gas-limit'],
        ['--base-fee', '0', '--gas-price', '0', '--disable-min-priority-fee', '--no-cors', '--quiet'],
      ];
      return { command: options.bin ?? npmAnvil(), args: args.flat() };
    },
    snapshot: (url, call) =>
      withWire(url, async (wire) => {
        const dumped = orUnknown(await wire.call('anvil_dumpState', [], z.string(), call));
        if (dumped.kind !== 'done') return dumped;
        return { kind: 'done', value: await unpack(Buffer.from(dumped.value.slice(2), 'hex')) };
      }),
    pace: {
      waiting: (url, call) =>
        withWire(url, async (wire) => {
          const status = orUnknown(await wire.call('txpool_status', [], poolStatus, call));
          return status.kind === 'done' ? { kind: 'done', value: Number(status.value.pending) } : status;
        }),
      set: (url, pace, call) =>
        withWire(url, async (wire) => {
          const seconds = pace === 'full' ? blockSeconds : restSeconds;
          const set = orUnknown(await wire.call('evm_setIntervalMining', [seconds], z.null(), call));
          if (set.kind !== 'done' || pace === 'rest') return set;
          const mined = orUnknown(await wire.call('evm_mine', [], z.unknown(), call));
          return mined.kind === 'done' ? { kind: 'done', value: null } : mined;
        }),
    },
  };
}

const poolStatus = z.object({ pending: z.string() });

const wires = new Map<string, EthereumWire>();

/** One kept-alive connection a peer, since a resting one is asked several times a second. */
async function withWire<T>(
  url: string,
  work: (wire: EthereumWire) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const wire = wires.get(url) ?? new EthereumWire(url);
  wires.set(url, wire);
  try {
    return await work(wire);
  } catch (cause) {
    return { kind: 'unknown', detail: String(cause) };
  }
}

/** anvil loads plain JSON at start and gives gzip over RPC. */
function unpack(bytes: Buffer): Promise<Buffer> | Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? promisify(gunzip)(bytes) : bytes;
}

function firstState(operator: string): string {
  return JSON.stringify({
    block: null,
    accounts: { [operator]: { nonce: 0, balance: operatorBalance, code: '0x', storage: {} } },
    best_block_number: 0,
    blocks: [],
    transactions: [],
    historical_states: null,
  });
}

/** The binary itself rather than npm's wrapper, so that a signal reaches it. */
export function npmAnvil(): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const platform = process.platform === 'win32' ? 'win32' : process.platform;
  const name = `@foundry-rs/anvil-${platform}-${arch}`;
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return join(manifest, '..', 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil');
}
