import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ethereumChain } from '../ethereum/index.ts';
import { anvilPeers } from '../ethereum/anvil.ts';
import type { ChainUnderTest } from '../contract.ts';
import type { Signer } from '../port.ts';

/** A throw-away anvil for one test file, on loopback. */
export async function runAnvil(chainId = 20_261): Promise<ChainUnderTest & { url: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'cityport-chain-'));
  const port = await freePort();
  const peers = anvilPeers();
  const url = peers.urlsOf(port).http;
  const driver = ethereumChain(url);
  const operator = driver.signerOf(driver.newAccount().secret);
  const { command, args } = await peers.preparePeer({
    ...{ chainId, directory, port, operator: operator.address, readTo: -1 },
  });
  const child = spawn(command, args, { stdio: 'ignore' });
  await answering(driver);
  return {
    driver,
    operator,
    url,
    stop: async () => {
      await driver.close();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A throw-away geth in its developer mode; its own account pays `operator` first. */
export async function runGeth(bin: string): Promise<ChainUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'cityport-geth-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const http = [
    '--http',
    '--http.addr',
    '127.0.0.1',
    '--http.port',
    String(port),
    '--http.api',
    'eth,net,web3',
  ];
  const child = spawn(
    bin,
    [
      '--dev',
      '--dev.period',
      '1',
      '--datadir',
      directory,
      '--port',
      '0',
      '--authrpc.port',
      '0',
      '--ipcdisable',
      ...http,
    ],
    { stdio: 'ignore' },
  );
  const driver = ethereumChain(url);
  await answering(driver);
  const operator = driver.signerOf(driver.newAccount().secret);
  await payFromDeveloper(url, operator);
  return {
    driver,
    operator,
    stop: async () => {
      await driver.close();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function payFromDeveloper(url: string, to: Signer): Promise<void> {
  const rpc = async (method: string, params: unknown[]): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return ((await answer.json()) as { result?: unknown }).result;
  };
  const [from] = (await rpc('eth_accounts', [])) as string[];
  await rpc('eth_sendTransaction', [{ from, to: to.address, value: `0x${(10n ** 24n).toString(16)}` }]);
  while ((await rpc('eth_getBalance', [to.address, 'latest'])) === '0x0') await pause();
}

async function answering(driver: ChainUnderTest['driver']): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if ((await driver.height({ signal: AbortSignal.timeout(2_000) })).kind === 'done') return;
    await pause();
  }
  throw new Error('the chain did not answer');
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
