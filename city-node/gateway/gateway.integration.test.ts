import { ContractFactory, Interface, JsonRpcProvider, FetchRequest, Wallet } from 'ethers';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { migrate } from '#city-node/db/migrate.ts';
import { storageBytes } from '#city-node/meter/storage-bytes.ts';
import { METHODS } from './methods.ts';
import { BOX_ABI, BOX_BYTECODE } from './testing/box-contract.ts';
import { startAnvil, type TestChain } from './testing/start-anvil.ts';
import {
  DEV_KEY,
  keyOf,
  OPEN_KEY,
  post,
  rpc,
  startTestNode,
  testApp,
  TestApps,
  type TestNode,
} from './testing/test-node.ts';

const database = emptyDatabase();
const box = new Interface(BOX_ABI);
const apps = new TestApps();
let pool: pg.Pool;
let chain: TestChain;
let node: TestNode;
let boxAddress: string;
const limits = { tps: 10_000, storageGb: 1, bandwidthMbps: 1_000 };

beforeAll(async () => {
  await migrate(database.url());
  pool = new pg.Pool({ connectionString: database.url(), max: 10 });
  chain = await startAnvil(20_777);
  node = await startTestNode(pool, apps);
  apps.set(testApp('open', chain));
  boxAddress = await deployBox();
  const contract = {
    name: 'Box',
    version: '1',
    address: boxAddress.toLowerCase(),
    current: true,
    abi: BOX_ABI,
  };
  apps.set(testApp('boxed', chain, { contracts: [contract] }));
});
afterAll(async () => {
  await node.close();
  chain.stop();
  await pool.end();
});
afterEach(() => void (apps.tells = true));

function providerOf(appCode: string, key = OPEN_KEY) {
  const request = new FetchRequest(`${node.url}/evm/v1/${appCode}`);
  request.setHeader('x-api-key', key);
  return new JsonRpcProvider(request, chain.chainId, { staticNetwork: true, cacheTimeout: -1 });
}

/** Through the gateway, by plain ethers. */
async function deployBox(): Promise<string> {
  const provider = providerOf('open');
  const factory = new ContractFactory(BOX_ABI, BOX_BYTECODE, new Wallet(DEV_KEY, provider));
  const deployed = await factory.deploy();
  await deployed.waitForDeployment();
  provider.destroy();
  return deployed.getAddress();
}

async function rawPut(
  value: number,
  to: string | null = boxAddress,
  chainId = chain.chainId,
): Promise<string> {
  const wallet = Wallet.createRandom();
  const data = to === null ? BOX_BYTECODE : box.encodeFunctionData('put', [value]);
  return wallet.signTransaction({
    chainId,
    type: 2,
    nonce: 0,
    gasLimit: 200_000,
    maxFeePerGas: 0,
    maxPriorityFeePerGas: 0,
    to,
    data,
  });
}

/** A transaction that the chain takes, from anvil's account, at the chain's own next nonce. */
async function goodPut(value: number): Promise<string> {
  const provider = new JsonRpcProvider(chain.http, chain.chainId, { staticNetwork: true, cacheTimeout: -1 });
  const wallet = new Wallet(DEV_KEY, provider);
  const filled = await wallet.populateTransaction({
    to: boxAddress,
    data: box.encodeFunctionData('put', [value]),
  });
  provider.destroy();
  return wallet.signTransaction(filled);
}

async function countsOf(appCode: string, method: string) {
  const sums = `sum(calls)::int as calls, sum(writes)::int as writes, sum(refused)::int as refused, sum(errors)::int as errors,
    sum(storage_bytes)::int as storage`;
  const { rows } = await pool.query(
    `select ${sums} from (
       select calls, writes, refused, errors, storage_bytes from usage_journal where app_code = $1 and method = $2 union all
       select calls, writes, refused, errors, storage_bytes from usage_batches where app_code = $1 and method = $2) as parts`,
    [appCode, method],
  );
  return rows[0] as Record<'calls' | 'writes' | 'refused' | 'errors' | 'storage', number | null>;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it never came about');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('keys', () => {
  it('are asked for before anything else, and an unknown app has none', async () => {
    expect(await rpc(node, 'open', 'eth_chainId')).toMatchObject({ status: 200, json: { result: '0x5129' } });
    expect((await rpc(node, 'open', 'eth_chainId', [], null)).json.error.data.code).toBe('key.missing');
    expect((await rpc(node, 'open', 'eth_chainId', [], 'wrong')).json.error.data.code).toBe('key.unknown');
    expect((await rpc(node, 'open', 'eth_chainId', [], null)).status).toBe(401);
    expect((await rpc(node, 'nowhere', 'eth_chainId')).status).toBe(404);
    expect(
      (await fetch(`${node.url}/evm/v1/open?key=${OPEN_KEY}`, { method: 'POST', body: '{}' })).status,
    ).toBe(401);
    expect((await fetch(`${node.url}/evm/v1/open`)).status).toBe(405);
  });

  it('end when they expire or are revoked', async () => {
    apps.set(testApp('expiring', chain));
    apps.change('expiring', { keys: [keyOf('old', { expiresAt: '2020-01-01T00:00:00Z' }), keyOf('new')] });
    expect((await rpc(node, 'expiring', 'eth_chainId', [], 'old')).json.error.data.code).toBe('key.expired');
    expect((await rpc(node, 'expiring', 'eth_chainId', [], 'new')).status).toBe(200);
    apps.change('expiring', { keys: [] });
    await until(async () => (await rpc(node, 'expiring', 'eth_chainId', [], 'new')).status === 401);
  });

  it('reach only their functions, by call, by estimate and by transaction', async () => {
    apps.change('boxed', {
      keys: [
        keyOf(OPEN_KEY),
        keyOf('getter', { functions: ['Box.get'] }),
        keyOf('writer', { functions: [], roles: ['clerk'] }),
        keyOf('whole', { functions: ['Box.*'] }),
      ],
      roles: [{ name: 'clerk', functions: ['Box.put'] }],
    });
    const get = { to: boxAddress, data: box.encodeFunctionData('get') };
    const put = { to: boxAddress, data: box.encodeFunctionData('put', [1]) };
    const code = async (key: string, method: string, params: unknown[]) => {
      const { status, json } = await rpc(node, 'boxed', method, params, key);
      return status === 403 ? json.error.data.code : status;
    };
    await until(async () => (await code('getter', 'eth_call', [get, 'latest'])) === 200);
    expect(await code('getter', 'eth_call', [put, 'latest'])).toBe('key.function');
    expect(await code('getter', 'eth_estimateGas', [put])).toBe('key.function');
    expect(await code('getter', 'eth_call', [{ data: get.data }, 'latest'])).toBe('key.function');
    expect(await code('getter', 'eth_call', [{ ...get, to: Wallet.createRandom().address }, 'latest'])).toBe(
      'key.function',
    );
    expect(await code('getter', 'eth_call', [get, 'latest', { [boxAddress]: { code: '0x00' } }])).toBe(
      'key.function',
    );
    expect(await code('getter', 'eth_call', [{ ...get, input: put.data }, 'latest'])).not.toBe(200);
    expect(await code('getter', 'eth_getBlockByNumber', ['latest', false])).toBe(200);
    expect(await code('getter', 'eth_sendRawTransaction', [await rawPut(1)])).toBe('key.function');
    expect(await code('writer', 'eth_sendRawTransaction', [await rawPut(1)])).toBe(200);
    expect(await code('whole', 'eth_sendRawTransaction', [await rawPut(1)])).toBe(200);
    expect(await code('whole', 'eth_sendRawTransaction', [await rawPut(1, null)])).toBe('key.deployment');
  });
});

describe('the method list', () => {
  it('lets nothing through that administers a node or makes it sign', async () => {
    const never = `debug_traceTransaction admin_peers anvil_setBalance personal_unlockAccount txpool_content evm_mine
      hardhat_reset eth_accounts eth_sendTransaction eth_sign eth_signTransaction eth_signTypedData_v4 eth_coinbase
      miner_start engine_newPayloadV1 ots_getApiLevel trace_block erigon_getHeaderByNumber rpc_modules eth_subscribe
      eth_sendUnsignedTransaction eth_mining wallet_addEthereumChain toString __proto__ constructor`;
    for (const method of never.split(/\s+/)) {
      const answer = await rpc(node, 'open', method);
      expect([method, answer.status, answer.json.error.code]).toEqual([method, 403, -32601]);
    }
    for (const method of METHODS.keys()) expect(method).toMatch(/^(eth|net|web3)_/);
  });

  it('sends on what it read, and not what a second member of the same name says', async () => {
    const body = '{"jsonrpc":"2.0","id":1,"method":"anvil_mine","params":[],"method":"eth_chainId"}';
    expect((await post(`${node.url}/evm/v1/open`, body)).json.result).toBe('0x5129');
    const other = '{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[],"method":"anvil_mine"}';
    expect((await post(`${node.url}/evm/v1/open`, other)).status).toBe(403);
  });

  it('refuses what is no call', async () => {
    for (const body of [
      '',
      '[]',
      '{}',
      'null',
      '7',
      '"x"',
      '{"id":1',
      '{"jsonrpc":"2.0","method":"eth_chainId"}',
      '['.repeat(100_000),
    ])
      expect((await post(`${node.url}/evm/v1/open`, body)).status).toBe(400);
  });
});

describe('transactions', () => {
  it('must name this chain', async () => {
    const other = await rpc(node, 'open', 'eth_sendRawTransaction', [await rawPut(1, boxAddress, 1)]);
    expect(other.json.error.data.code).toBe('transaction.other-chain');
    const unbound = await Wallet.createRandom().signTransaction({
      type: 0,
      nonce: 0,
      gasLimit: 21_000,
      gasPrice: 1,
      to: boxAddress,
    });
    expect((await rpc(node, 'open', 'eth_sendRawTransaction', [unbound])).json.error.data.code).toBe(
      'transaction.no-chain',
    );
    for (const raw of ['0x', '0x02', '0x03c0', 'nonsense', null, '0x02c0', '0xc0', `0x${'f'.repeat(40)}`])
      expect((await rpc(node, 'open', 'eth_sendRawTransaction', [raw])).status).toBe(400);
  });

  it('may not deploy on a network that is only called', async () => {
    apps.set(testApp('public', chain, { access: 'endpoint', kind: 'public' }));
    const answer = await rpc(node, 'public', 'eth_sendRawTransaction', [await rawPut(1, null)]);
    expect(answer.json.error.data.code).toBe('transaction.no-deployment');
  });
});

describe('caps', () => {
  it('name themselves', async () => {
    const large = await post(`${node.url}/evm/v1/open`, 'x'.repeat(1024 * 1024 + 1));
    expect(large).toMatchObject({
      status: 413,
      json: { error: { limit: 'body', data: { cap: 1_048_576 } } },
    });
    const calls = Array.from({ length: 101 }, (_, id) => ({
      jsonrpc: '2.0',
      id,
      method: 'eth_chainId',
      params: [],
    }));
    const long = await post(`${node.url}/evm/v1/open`, JSON.stringify(calls));
    expect(long).toMatchObject({ status: 413, json: { error: { limit: 'batch', data: { cap: 100 } } } });
  });

  it('hold for bodies that do not say their length', async () => {
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(200_000));
      },
    });
    const sent = fetch(`${node.url}/evm/v1/open`, {
      method: 'POST',
      headers: { 'x-api-key': OPEN_KEY },
      body: stream,
      duplex: 'half',
    } as RequestInit).then((response) => response.status);
    // A client that is still sending may see the closed connection before the answer.
    expect(await sent.catch(() => 413)).toBe(413);
  });
});

describe('suspension', () => {
  const refusedAt = async (appCode: string) => {
    const { status, json } = await rpc(node, appCode, 'eth_chainId');
    return status === 403 && json.error.data.code === 'app.suspended';
  };

  it('holds when it is told, and when it is not', async () => {
    for (const tells of [true, false]) {
      const appCode = `suspended-${tells}`;
      apps.set(testApp(appCode, chain));
      expect((await rpc(node, appCode, 'eth_chainId')).status).toBe(200);
      apps.tells = tells;
      apps.change(appCode, { suspended: true });
      await until(() => refusedAt(appCode));
      apps.set({ ...testApp(appCode, chain), suspended: false });
      await until(async () => (await rpc(node, appCode, 'eth_chainId')).status === 200);
      apps.set({ ...testApp(appCode, chain), suspended: true });
      await until(() => refusedAt(appCode));
    }
  });

  it('refuses before a policy has come, and after the app is retired', async () => {
    apps.set(testApp('early', chain, { policy: null }));
    expect((await rpc(node, 'early', 'eth_chainId')).json.error.data.code).toBe('app.not-ready');
    apps.set(testApp('late', chain, { state: 'retired' }));
    expect((await rpc(node, 'late', 'eth_chainId')).json.error.data.code).toBe('app.retired');
  });
});

describe('limits', () => {
  it('allow a second’s worth at once, then name the limit and when it resets', async () => {
    apps.set(testApp('ten', chain));
    apps.change('ten', { limits: { ...limits, tps: 10 } });
    const burst = await Promise.all(Array.from({ length: 10 }, () => rpc(node, 'ten', 'eth_chainId')));
    expect(burst.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    const more = await Promise.all(Array.from({ length: 30 }, () => rpc(node, 'ten', 'eth_chainId')));
    const refused = more.find(({ status }) => status === 429);
    expect(refused?.json.error).toMatchObject({ code: -32005, limit: 'tps', data: { code: 'limit.tps' } });
    expect(refused?.json.error.message).toContain('10 calls a second (TPS)');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Date.parse(refused?.json.error.resetsAt)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('of bandwidth count both ways, and name themselves', async () => {
    apps.set(testApp('narrow', chain));
    apps.change('narrow', { limits: { ...limits, bandwidthMbps: 1 } });
    const padding = 'f'.repeat(400_000);
    const statuses: number[] = [];
    for (let i = 0; i < 3; i += 1)
      statuses.push((await rpc(node, 'narrow', 'web3_sha3', [`0x${padding}`])).status);
    expect(statuses[0]).toBe(200);
    expect(statuses).toContain(429);
    const refused = await rpc(node, 'narrow', 'eth_chainId');
    expect(refused.json.error).toMatchObject({ limit: 'bandwidth' });
    expect(refused.json.error.message).toContain('1 Mbit/s');
  });

  it('of storage refuse writes only, and no waiting is promised', async () => {
    apps.set(testApp('full', chain, { storageBytes: 1_000_000_000 }));
    const refused = await rpc(node, 'full', 'eth_sendRawTransaction', [await rawPut(1)]);
    expect(refused).toMatchObject({ status: 429, json: { error: { limit: 'storage', resetsAt: null } } });
    expect((await rpc(node, 'full', 'eth_chainId')).status).toBe(200);
  });

  it('of one app do not touch another', async () => {
    apps.set(testApp('greedy', chain));
    apps.change('greedy', { limits: { ...limits, tps: 5 } });
    apps.set(testApp('modest', chain));
    apps.change('modest', { limits: { ...limits, tps: 50 } });
    let flooding = true;
    const flood = Array.from({ length: 32 }, async () => {
      let refused = 0;
      while (flooding) refused += Number((await rpc(node, 'greedy', 'eth_blockNumber')).status === 429);
      return refused;
    });
    for (let i = 0; i < 50; i += 1) expect((await rpc(node, 'modest', 'eth_blockNumber')).status).toBe(200);
    flooding = false;
    expect((await Promise.all(flood)).reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0);
  });

  it('keep what was used when a policy comes again', async () => {
    apps.set(testApp('again', chain));
    apps.change('again', { limits: { ...limits, tps: 3 } });
    const burst = async (size: number) =>
      (await Promise.all(Array.from({ length: size }, () => rpc(node, 'again', 'eth_chainId')))).filter(
        ({ status }) => status === 200,
      ).length;
    const started = performance.now();
    let given = await burst(10);
    for (let i = 0; i < 5; i += 1) {
      apps.change('again', { limits: { ...limits, tps: 3 } });
      given += await burst(5);
    }
    expect(given).toBeLessThanOrEqual(3 + (3 * (performance.now() - started)) / 1000);
  });
});

describe('batches', () => {
  const batchOf = (...methods: string[]) =>
    JSON.stringify(methods.map((method, id) => ({ jsonrpc: '2.0', id, method, params: [] })));

  it('are checked call by call, and answered together', async () => {
    const { status, json } = await post(
      `${node.url}/evm/v1/open`,
      batchOf('eth_chainId', 'anvil_mine', 'eth_blockNumber'),
    );
    expect(status).toBe(200);
    const byId = new Map(json.map((answer: { id: number }) => [answer.id, answer]));
    expect(byId.get(0)).toMatchObject({ result: '0x5129' });
    expect(byId.get(1)).toMatchObject({ error: { code: -32601 } });
    expect(byId.get(2)).toHaveProperty('result');
  });

  it('count each call against the limit, and give what is left', async () => {
    apps.set(testApp('batched', chain));
    apps.change('batched', { limits: { ...limits, tps: 4 } });
    const { json } = await post(
      `${node.url}/evm/v1/batched`,
      batchOf(...Array.from({ length: 10 }, () => 'eth_chainId')),
    );
    const given = json.filter((answer: { result?: string }) => answer.result !== undefined);
    expect(given).toHaveLength(4);
    expect(json).toHaveLength(10);
    await until(async () => (await countsOf('batched', 'eth_chainId')).calls === 4);
    expect((await countsOf('batched', 'eth_chainId')).refused).toBe(6);
    expect((await post(`${node.url}/evm/v1/batched`, batchOf('debug_x', 'debug_y'))).status).toBe(403);
  });

  it('may repeat an id', async () => {
    const calls = ['eth_chainId', 'net_version'].map((method) => ({
      jsonrpc: '2.0',
      id: 'same',
      method,
      params: [],
    }));
    const { json } = await post(`${node.url}/evm/v1/open`, JSON.stringify(calls));
    expect(json.map((answer: { result: string }) => answer.result)).toEqual(['0x5129', '20777']);
  });
});

describe('counting', () => {
  it('has a write on disk when it is answered, with its bytes', async () => {
    apps.set(testApp('counted', chain));
    const raw = await goodPut(5);
    expect((await rpc(node, 'counted', 'eth_sendRawTransaction', [raw])).json.result).toMatch(/^0x/);
    const bytes = (raw.length - 2) / 2;
    expect(await countsOf('counted', 'eth_sendRawTransaction')).toMatchObject({
      calls: 1,
      writes: 1,
      errors: 0,
      storage: bytes,
    });
    expect((await storageBytes(pool, ['counted'])).get('counted')).toBe(bytes);
  });

  it('does not store what the chain refused', async () => {
    apps.set(testApp('refused', chain));
    const answer = await rpc(node, 'refused', 'eth_sendRawTransaction', [await rawPut(1)]);
    expect(answer.json.error).toBeDefined();
    expect(await countsOf('refused', 'eth_sendRawTransaction')).toMatchObject({
      calls: 1,
      writes: 1,
      errors: 1,
      storage: 0,
    });
  });

  it('sends nothing that it cannot count', async () => {
    apps.set(testApp('uncounted', chain));
    expect((await rpc(node, 'uncounted', 'eth_chainId')).status).toBe(200);
    const raw = await goodPut(6);
    await pool.query('alter table usage_journal rename to usage_journal_away');
    const answer = await rpc(node, 'uncounted', 'eth_sendRawTransaction', [raw]);
    await pool.query('alter table usage_journal_away rename to usage_journal');
    expect(answer).toMatchObject({ status: 503, json: { error: { data: { code: 'gateway.not-counted' } } } });
    expect((await rpc(node, 'uncounted', 'eth_sendRawTransaction', [raw])).json.result).toMatch(/^0x/);
  });
});

describe('the neutral doors', () => {
  const neutral = (path: string, body?: unknown, key: string | null = OPEN_KEY) =>
    fetch(`${node.url}/v1/apps/boxed/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: key === null ? {} : { 'x-api-key': key },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('invoke and query by name, counted like any call', async () => {
    const invoked = await neutral('invoke', { contract: 'Box', function: 'put', args: ['42'] });
    expect(invoked.status).toBe(200);
    expect((await countsOf('boxed', 'invoke')).writes).toBe(1);
    const queried = await neutral('query', { contract: 'Box', function: 'get', args: [] });
    expect(await queried.json()).toEqual({ result: '42' });
    expect((await (await neutral('height')).json()).height).toBeGreaterThan(0);
  });

  it('refuse by key, by function, by form and by path, in plain words', async () => {
    apps.change('boxed', { keys: [keyOf(OPEN_KEY), keyOf('getter', { functions: ['Box.get'] })] });
    const call = { contract: 'Box', function: 'put', args: ['1'] };
    await until(
      async () => (await neutral('query', { contract: 'Box', function: 'get' }, 'getter')).status === 200,
    );
    expect((await neutral('invoke', call, null)).status).toBe(401);
    const refused = await neutral('invoke', call, 'getter');
    expect([refused.status, (await refused.json()).error.code]).toEqual([403, 'key.function']);
    expect((await neutral('invoke', { contract: 'Box' })).status).toBe(400);
    expect((await neutral('query', { contract: 'Nope', function: 'get' })).status).toBe(400);
    expect((await neutral('transactions/0x1')).status).toBe(404);
    expect((await neutral('blocks/..%2f')).status).toBe(404);
    expect((await neutral('anything')).status).toBe(404);
    expect((await neutral('invoke')).status).toBe(405);
  });
});

describe('browsers', () => {
  it('may call from any page', async () => {
    const preflight = await fetch(`${node.url}/evm/v1/open`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-api-key');
    const refused = await rpc(node, 'open', 'eth_chainId', [], null);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  });
});

describe('a chain that is away', () => {
  it('is said to be, and a write is not called failed', async () => {
    const gone = await startAnvil(20_778);
    gone.stop();
    apps.set(testApp('gone', gone));
    expect(await rpc(node, 'gone', 'eth_blockNumber')).toMatchObject({ status: 502 });
    const raw = await rawPut(1, boxAddress, 20_778);
    const write = await rpc(node, 'gone', 'eth_sendRawTransaction', [raw]);
    expect(write.status).toBe(502);
    expect(write.json.error.data.transactionId).toMatch(/^0x[0-9a-f]{64}$/);
    apps.set(testApp('unplaced', null));
    expect((await rpc(node, 'unplaced', 'eth_chainId')).json.error.data.code).toBe('chain.not-ready');
  });
});
