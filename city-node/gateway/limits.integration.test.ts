import type { Pool } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { storageBytes } from '#city-node/meter/storage-bytes.ts';
import { gatewayUnderTest, goodPut, limits, poorPut, until } from './testing/gateway-under-test.ts';
import { startAnvil, type TestChain } from './testing/start-anvil.ts';
import { keyOf, OPEN_KEY, post, rpc, testApp, type TestApps, type TestNode } from './testing/test-node.ts';

const gateway = gatewayUnderTest(emptyDatabase(), 20_777);
let apps: TestApps;
let chain: TestChain;
let node: TestNode;
let pool: Pool;

beforeAll(() => void ({ apps, chain, node, pool } = gateway()));

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
    // Each is worth seconds, so that nothing has filled again when the next one comes.
    const padding = 'f'.repeat(900_000);
    const statuses: number[] = [];
    for (let i = 0; i < 3; i += 1)
      statuses.push((await rpc(node, 'narrow', 'web3_sha3', [`0x${padding}`])).status);
    expect(statuses[0]).toBe(200);
    expect(statuses).toContain(429);
    const refused = await rpc(node, 'narrow', 'eth_chainId');
    expect(refused.json.error).toMatchObject({ limit: 'bandwidth' });
    expect(refused.json.error.message).toContain('1 Mbit/s');
  });

  it('of bandwidth count what is refused, at either door', async () => {
    for (const [appCode, path] of [
      ['junk', '/evm/v1/junk'],
      ['rubbish', '/v1/apps/rubbish/query'],
    ] as const) {
      apps.set(testApp(appCode, chain));
      apps.change(appCode, { limits: { ...limits, bandwidthMbps: 1 } });
      const send = async () => {
        const headers = { 'x-api-key': OPEN_KEY };
        const body = 'x'.repeat(1_000_000);
        return (await fetch(`${node.url}${path}`, { method: 'POST', headers, body })).status;
      };
      expect([await send(), await send()], path).toEqual([400, 429]);
    }
  });

  it('of storage refuse writes only, and no waiting is promised', async () => {
    apps.set(testApp('full', chain, { storageBytes: 1_000_000_000 }));
    const refused = await rpc(node, 'full', 'eth_sendRawTransaction', [await poorPut(gateway())]);
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
    const raw = await goodPut(gateway(), 5);
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
    const answer = await rpc(node, 'refused', 'eth_sendRawTransaction', [await poorPut(gateway())]);
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
    const raw = await goodPut(gateway(), 6);
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
    const raw = await poorPut(gateway(), { chainId: 20_778 });
    const write = await rpc(node, 'gone', 'eth_sendRawTransaction', [raw]);
    expect(write.status).toBe(502);
    expect(write.json.error.data.transactionId).toMatch(/^0x[0-9a-f]{64}$/);
    apps.set(testApp('unplaced', null));
    expect((await rpc(node, 'unplaced', 'eth_chainId')).json.error.data.code).toBe('chain.not-ready');
  });
});
