import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { HDNodeWallet, JsonRpcProvider, Mnemonic } from 'ethers';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { migrate } from '#city-node/db/migrate.ts';
import { openPool } from '#city-node/db/pool.ts';
import { foldJournal } from '#city-node/meter/journal.ts';
import { startAnvil, type TestChain } from './testing/start-anvil.ts';
import { OPEN_KEY, post } from './testing/test-node.ts';

const database = emptyDatabase();
const WRITERS = 6;
let pool: Pool;
let chain: TestChain;

beforeAll(async () => {
  await migrate(database.url());
  pool = openPool(database.url(), 4);
  chain = await startAnvil(31_337);
});
afterAll(async () => {
  chain.stop();
  await pool.end();
});

const phrase = Mnemonic.fromPhrase('test test test test test test test test test test test junk');
const walletOf = (i: number) => HDNodeWallet.fromMnemonic(phrase, `m/44'/60'/0'/0/${i}`);

async function startGateway(): Promise<{ url: string; child: ChildProcess }> {
  const script = fileURLToPath(new URL('./testing/serve-gateway.ts', import.meta.url));
  const child = spawn(process.execPath, [script, database.url(), chain.http], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  return { url: `http://127.0.0.1:${port}/evm/v1/bench`, child };
}

describe('a gateway that is killed while applications write', () => {
  it('has counted all that it answered, and all that is on the chain', async () => {
    const provider = new JsonRpcProvider(chain.http, chain.chainId, {
      staticNetwork: true,
      cacheTimeout: -1,
    });
    let [sent, answered] = [0, 0];
    for (const killAfter of [20, 45, 70]) {
      const { url, child } = await startGateway();
      const before = answered;
      const write = async (i: number) => {
        const wallet = walletOf(i);
        for (let nonce = await provider.getTransactionCount(wallet.address, 'latest'); ; nonce += 1) {
          const fees = { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 1n, gasLimit: 21_000 };
          const raw = await wallet.signTransaction({
            type: 2,
            chainId: chain.chainId,
            nonce,
            to: wallet.address,
            ...fees,
          });
          sent += 1;
          const body = JSON.stringify({
            jsonrpc: '2.0',
            id: 1,
            method: 'eth_sendRawTransaction',
            params: [raw],
          });
          const answer = await post(url, body, OPEN_KEY).catch(() => null);
          if (!answer) return;
          expect(answer.json.result).toMatch(/^0x/);
          answered += 1;
          if (answered - before >= killAfter) child.kill('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: WRITERS }, (_, i) => write(i)));
      child.kill('SIGKILL');
    }
    const nonces = await Promise.all(
      Array.from({ length: WRITERS }, (_, i) => provider.getTransactionCount(walletOf(i).address, 'latest')),
    );
    provider.destroy();
    const onChain = nonces.reduce((sum, nonce) => sum + nonce, 0);
    await foldJournal(pool);
    const { rows } = await pool.query<{ writes: number }>(
      `select sum(writes)::int as writes from (select writes from usage_journal union all select writes from usage_batches) as parts`,
    );
    const counted = rows[0]?.writes ?? 0;
    expect(answered).toBeGreaterThanOrEqual(135);
    expect(onChain).toBeGreaterThanOrEqual(answered);
    expect(counted).toBeGreaterThanOrEqual(onChain);
    expect(counted).toBeLessThanOrEqual(sent);
  });
});
