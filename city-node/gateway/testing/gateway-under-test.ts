import { ContractFactory, FetchRequest, Interface, JsonRpcProvider, Wallet } from 'ethers';
import type { Pool } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { migrate } from '#city-node/db/migrate.ts';
import { openPool } from '#city-node/db/pool.ts';
import { BOX_ABI, BOX_BYTECODE } from './box-contract.ts';
import { startAnvil, type TestChain } from './start-anvil.ts';
import { DEV_KEY, OPEN_KEY, startTestNode, testApp, TestApps, type TestNode } from './test-node.ts';

export const box = new Interface(BOX_ABI);
export const limits = { tps: 10_000, storageGb: 1, bandwidthMbps: 1_000 };

export interface GatewayUnderTest {
  apps: TestApps;
  pool: Pool;
  chain: TestChain;
  node: TestNode;
  /** Where the one contract of the app `boxed` stands. */
  boxAddress: string;
}

/**
 * A gateway over a chain of the file's own and the database that it gives, with the apps `open` (no contract known) and `boxed`. Call it
 * at the top of the file; what it gives is there from the first test on.
 */
export function gatewayUnderTest(database: { url: () => string }, chainId: number): () => GatewayUnderTest {
  const apps = new TestApps();
  let made: GatewayUnderTest | null = null;
  beforeAll(async () => {
    await migrate(database.url());
    const pool = openPool(database.url(), 10);
    const chain = await startAnvil(chainId, ['--gas-limit', '200000000']);
    const node = await startTestNode(pool, apps);
    apps.set(testApp('open', chain));
    const boxAddress = await deployBox(node, chainId);
    const contract = {
      name: 'Box',
      version: '1',
      address: boxAddress.toLowerCase(),
      current: true,
      abi: BOX_ABI,
    };
    apps.set(testApp('boxed', chain, { contracts: [contract] }));
    made = { apps, pool, chain, node, boxAddress };
  });
  afterAll(async () => {
    await made?.node.close();
    made?.chain.stop();
    await made?.pool.end();
  });
  return () => {
    if (!made) throw new Error('asked for before the first test');
    return made;
  };
}

/** Through the gateway, by plain ethers. */
async function deployBox(node: TestNode, chainId: number): Promise<string> {
  const request = new FetchRequest(`${node.url}/evm/v1/open`);
  request.setHeader('x-api-key', OPEN_KEY);
  const provider = new JsonRpcProvider(request, chainId, { staticNetwork: true, cacheTimeout: -1 });
  const factory = new ContractFactory(BOX_ABI, BOX_BYTECODE, new Wallet(DEV_KEY, provider));
  const deployed = await factory.deploy();
  await deployed.waitForDeployment();
  provider.destroy();
  return deployed.getAddress();
}

/** A transaction of an account without money: it passes the gateway, and the chain refuses it. */
export function poorPut(
  { boxAddress, chain }: GatewayUnderTest,
  more: { to?: string | null; chainId?: number } = {},
): Promise<string> {
  const { to = boxAddress, chainId = chain.chainId } = more;
  const data = to === null ? BOX_BYTECODE : box.encodeFunctionData('put', [1]);
  const fees = { gasLimit: 200_000, maxFeePerGas: 0, maxPriorityFeePerGas: 0 };
  return Wallet.createRandom().signTransaction({ chainId, type: 2, nonce: 0, ...fees, to, data });
}

/** A transaction that the chain takes, from anvil's account, at the chain's own next nonce. */
export async function goodPut({ boxAddress, chain }: GatewayUnderTest, value: number): Promise<string> {
  const provider = new JsonRpcProvider(chain.http, chain.chainId, { staticNetwork: true, cacheTimeout: -1 });
  const wallet = new Wallet(DEV_KEY, provider);
  const filled = await wallet.populateTransaction({
    to: boxAddress,
    data: box.encodeFunctionData('put', [value]),
  });
  provider.destroy();
  return wallet.signTransaction(filled);
}

export async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it never came about');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
