import { HDNodeWallet, Mnemonic } from 'ethers';
import { Pool } from 'undici';
import type { CallLoad } from './load-calls.ts';

/** Writers; the chain must have as many funded accounts of anvil's test phrase. */
export const WRITERS = 32;

export interface SignedWrites {
  /** A writer's transactions, in the order of their nonces. */
  byWriter: string[][];
}

/**
 * Signs `each` small transfers a writer beforehand, so that signing is no part of what is measured. `first` is each
 * writer's next nonce: a busy chain itself tells it late.
 */
export async function signWrites(chainId: number, first: number, each: number): Promise<SignedWrites> {
  const phrase = Mnemonic.fromPhrase('test test test test test test test test test test test junk');
  const fees = { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 1n, gasLimit: 21_000 };
  const byWriter: string[][] = [];
  for (let i = 0; i < WRITERS; i += 1) {
    const wallet = HDNodeWallet.fromMnemonic(phrase, `m/44'/60'/0'/0/${i}`);
    const nonces = Array.from({ length: each }, (_, k) => first + k);
    byWriter.push(
      await Promise.all(
        nonces.map((nonce) =>
          wallet.signTransaction({ type: 2, chainId, nonce, to: wallet.address, ...fees }),
        ),
      ),
    );
  }
  return { byWriter };
}

/** Sends them all, each writer one after the other; a failure is any answer without a transaction id. */
export async function loadWrites(url: string, key: string, writes: SignedWrites): Promise<CallLoad> {
  const target = new URL(url);
  const pool = new Pool(target.origin, { connections: WRITERS, pipelining: 1 });
  const headers = { 'content-type': 'application/json', 'x-api-key': key };
  let [sent, failures] = [0, 0];
  const started = performance.now();
  const writer = async (raws: readonly string[]) => {
    for (const raw of raws) {
      const body = `{"jsonrpc":"2.0","id":1,"method":"eth_sendRawTransaction","params":["${raw}"]}`;
      const answer = await pool.request({ path: target.pathname, method: 'POST', headers, body });
      const text = await answer.body.text();
      if (!text.includes('"result"')) {
        if (failures === 0) console.log(`a write failed: ${text.slice(0, 300)}`);
        failures += 1;
      }
      sent += 1;
    }
  };
  await Promise.all(writes.byWriter.map(writer));
  const perSecond = sent / ((performance.now() - started) / 1000);
  await pool.close();
  return { perSecond, failures };
}
