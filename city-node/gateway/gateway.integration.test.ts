import { Wallet } from 'ethers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { METHODS } from './methods.ts';
import { box, gatewayUnderTest, poorPut, until } from './testing/gateway-under-test.ts';
import type { TestChain } from './testing/start-anvil.ts';
import { keyOf, OPEN_KEY, post, rpc, testApp, type TestApps, type TestNode } from './testing/test-node.ts';

const gateway = gatewayUnderTest(emptyDatabase(), 20_777);
let apps: TestApps;
let chain: TestChain;
let node: TestNode;
let boxAddress: string;

beforeAll(() => void ({ apps, chain, node, boxAddress } = gateway()));
afterEach(() => void (apps.tells = true));

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
    expect(await code('getter', 'eth_sendRawTransaction', [await poorPut(gateway())])).toBe('key.function');
    expect(await code('writer', 'eth_sendRawTransaction', [await poorPut(gateway())])).toBe(200);
    expect(await code('whole', 'eth_sendRawTransaction', [await poorPut(gateway())])).toBe(200);
    expect(await code('whole', 'eth_sendRawTransaction', [await poorPut(gateway(), { to: null })])).toBe(
      'key.deployment',
    );
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

  it('refuses what is nested too deep, and lives on', async () => {
    for (const method of ['eth_call', 'eth_getLogs']) {
      const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
      const body = `{"jsonrpc":"2.0","id":1,"method":"${method}","params":${deep}}`;
      expect((await post(`${node.url}/evm/v1/open`, body)).status).toBe(400);
      expect((await post(`${node.url}/evm/v1/open`, `[${body}]`)).status).toBeGreaterThanOrEqual(400);
      expect((await post(`${node.url}/v1/apps/boxed/query`, body)).status).toBe(400);
    }
    expect((await rpc(node, 'open', 'eth_chainId')).status).toBe(200);
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
    const other = await rpc(node, 'open', 'eth_sendRawTransaction', [
      await poorPut(gateway(), { chainId: 1 }),
    ]);
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
    const answer = await rpc(node, 'public', 'eth_sendRawTransaction', [
      await poorPut(gateway(), { to: null }),
    ]);
    expect(answer.json.error.data.code).toBe('transaction.no-deployment');
  });
});

describe('gas', () => {
  it('is free on the node’s own chains, also to wallets that ask for a tip', async () => {
    apps.set(testApp('network', chain, { kind: 'public' }));
    const tip = async (app: string) => (await rpc(node, app, 'eth_maxPriorityFeePerGas')).json.result;
    expect(await tip('open')).toBe((await rpc(node, 'open', 'eth_gasPrice')).json.result);
    expect(await tip('network')).not.toBe(await tip('open'));
  });

  it('of a call has a cap there, whatever the caller asks for', async () => {
    // GAS PUSH0 MSTORE PUSH1 32 PUSH0 RETURN: creation code that gives back what gas was left to it.
    const data = '0x5a5f5260205ff3';
    const left = async (app: string, gas?: string) =>
      BigInt((await rpc(node, app, 'eth_call', [{ data, ...(gas ? { gas } : {}) }, 'latest'])).json.result);
    apps.set(testApp('network', chain, { kind: 'public' }));
    const cap = await left('open');
    expect(cap).toBeLessThan(30_000_000n);
    expect(await left('open', '0x5f5e100')).toBe(cap);
    expect(await left('open', '0x186a0')).toBeLessThan(100_000n);
    expect(await left('network', '0x5f5e100')).toBeGreaterThan(cap);
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
