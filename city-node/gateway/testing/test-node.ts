import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Contract, JsonRpcProvider, Wallet } from 'ethers';
import type { Pool } from 'pg';
import { pino } from 'pino';
import type { PolicyKey } from '#protocol/control/policies.ts';
import { createGateway } from '../index.ts';
import type { GatewayApp, GatewayDeps, NeutralDoors } from '../deps.ts';
import { BOX_ABI } from './box-contract.ts';
import type { TestChain } from './start-anvil.ts';

/** The first account of anvil's well-known test phrase; it is worth nothing anywhere. */
export const DEV_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
export const OPEN_KEY = 'open-key-of-the-test-app-0000000';

export const keyOf = (secret: string, more: Partial<PolicyKey> = {}): PolicyKey => ({
  id: secret.slice(0, 12),
  hash: createHash('sha256').update(secret).digest('hex'),
  functions: null,
  roles: [],
  expiresAt: null,
  ...more,
});

export function testApp(
  appCode: string,
  chain: TestChain | null,
  more: Partial<GatewayApp> = {},
): GatewayApp {
  return {
    appCode,
    portalId: 'portal-1',
    framework: 'ethereum',
    kind: 'permissioned',
    access: 'deploy',
    state: 'active',
    suspended: false,
    policy: {
      version: 1,
      limits: { tps: 10_000, storageGb: 1, bandwidthMbps: 1_000 },
      keys: [keyOf(OPEN_KEY)],
      roles: [],
      suspended: false,
    },
    upstream: chain && { http: chain.http, ws: chain.ws },
    chainId: chain?.chainId ?? null,
    custodyAddress: null,
    contracts: [],
    storageBytes: 0,
    ...more,
  };
}

/** The apps of a test, as the control plane would give them; several copies of a gateway may share one. */
export class TestApps {
  readonly #apps = new Map<string, { app: GatewayApp; version: number }>();
  readonly #listeners = new Set<(appCode: string | null) => void>();
  /** False: changes are not told, and must be found by their versions. */
  tells = true;

  set(app: GatewayApp): void {
    this.#apps.set(app.appCode, { app, version: (this.#apps.get(app.appCode)?.version ?? 0) + 1 });
    if (this.tells) for (const listener of this.#listeners) listener(app.appCode);
  }

  get(appCode: string): GatewayApp {
    const found = this.#apps.get(appCode);
    if (!found) throw new Error(`no app ${appCode}`);
    return found.app;
  }

  /** Changes parts of the policy. */
  change(appCode: string, change: Partial<NonNullable<GatewayApp['policy']>>): void {
    const app = this.get(appCode);
    if (app.policy)
      this.set({ ...app, policy: { ...app.policy, ...change, version: app.policy.version + 1 } });
  }

  readonly deps: GatewayDeps['apps'] = {
    find: async (appCode) => this.#apps.get(appCode)?.app ?? null,
    versions: async (codes) =>
      new Map(
        codes.flatMap((code) => {
          const found = this.#apps.get(code);
          return found ? [[code, String(found.version)] as const] : [];
        }),
      ),
    onChange: (listener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };
}

/** Doors over the app's one contract, signed by anvil's first account. */
export function testDoors(apps: TestApps): NeutralDoors {
  const provider = (appCode: string) =>
    new JsonRpcProvider(apps.get(appCode).upstream?.http, apps.get(appCode).chainId ?? undefined, {
      staticNetwork: true,
      batchMaxCount: 1,
    });
  const contractOf = (appCode: string, name: string) => {
    const found = apps.get(appCode).contracts.find((contract) => contract.name === name);
    return found && new Contract(found.address, BOX_ABI, provider(appCode));
  };
  const rejected = (code: string) => ({
    kind: 'rejected' as const,
    reason: 'invalid' as const,
    code,
    detail: code,
  });
  return {
    async invoke(appCode, call, { onSigned }) {
      const contract = contractOf(appCode, call.contract);
      if (!contract) return rejected('contract.unknown');
      const wallet = new Wallet(DEV_KEY, provider(appCode));
      const asked = await contract.getFunction(call.function).populateTransaction(...call.args);
      const filled = await wallet.populateTransaction({ ...asked, gasLimit: 200_000n });
      const raw = await wallet.signTransaction(filled);
      await onSigned({ id: `0x${'0'.repeat(64)}`, bytes: (raw.length - 2) / 2 });
      const sent = await provider(appCode).broadcastTransaction(raw);
      return { kind: 'done', value: { transactionId: sent.hash } };
    },
    async query(appCode, call) {
      const contract = contractOf(appCode, call.contract);
      if (!contract) return rejected('contract.unknown');
      return {
        kind: 'done',
        value: String(await contract.getFunction(call.function).staticCall(...call.args)),
      };
    },
    transaction: async () => ({ kind: 'absent' }),
    block: async () => ({ kind: 'absent' }),
    height: async (appCode) => ({ kind: 'done', value: await provider(appCode).getBlockNumber() }),
  };
}

export interface TestNode {
  url: string;
  ws: string;
  close(): Promise<void>;
}

/** One copy of the gateway behind a bare server, on the caller's pool. */
export async function startTestNode(pool: Pool, apps: TestApps): Promise<TestNode> {
  const log = pino({ level: 'silent' });
  const gateway = createGateway({ pool, log, now: Date.now, apps: apps.deps, doors: testDoors(apps) });
  const server = createServer((request, response) => gateway.handle(request, response));
  server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await gateway.ready;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    ws: `ws://127.0.0.1:${port}`,
    close: async () => {
      server.close();
      await gateway.close();
      server.closeAllConnections();
    },
  };
}

/** One call over HTTP, as a developer's program makes it. */
export async function rpc(
  node: TestNode,
  appCode: string,
  method: string,
  params: readonly unknown[] = [],
  key: string | null = OPEN_KEY,
) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  return post(`${node.url}/evm/v1/${appCode}`, body, key);
}

export async function post(url: string, body: string, key: string | null = OPEN_KEY) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === null ? {} : { 'x-api-key': key }) },
    body,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text === '' ? null : JSON.parse(text),
  };
}
