import { Interface, JsonRpcProvider, Wallet } from 'ethers';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { migrate } from '#city-node/db/migrate.ts';
import { openPool } from '#city-node/db/pool.ts';
import { BOX_ABI } from './testing/box-contract.ts';
import { startAnvil, type TestChain } from './testing/start-anvil.ts';
import {
  DEV_KEY,
  keyOf,
  OPEN_KEY,
  startTestNode,
  testApp,
  TestApps,
  type TestNode,
} from './testing/test-node.ts';
import { SUBSCRIPTIONS_PER_APP } from './web-socket-session.ts';

const database = emptyDatabase();
const apps = new TestApps();
let pool: Pool;
let chain: TestChain;
let node: TestNode;
const open: WebSocket[] = [];

beforeAll(async () => {
  await migrate(database.url());
  pool = openPool(database.url(), 10);
  chain = await startAnvil(20_779);
  node = await startTestNode(pool, apps);
});
afterAll(async () => {
  for (const socket of open) socket.terminate();
  await node.close();
  chain.stop();
  await pool.end();
});

interface Message {
  id?: number | string;
  result?: unknown;
  error?: { code: number; data: { code: string }; limit?: string };
  params?: { subscription: string; result: Record<string, unknown> };
}

class Client {
  readonly socket: WebSocket;
  readonly #news: Message[] = [];
  readonly #waiting = new Map<unknown, (message: Message) => void>();
  #wake: (() => void) | null = null;
  #serial = 0;

  constructor(socket: WebSocket) {
    this.socket = socket;
    open.push(socket);
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as Message;
      const waiting = this.#waiting.get(message.id);
      if (waiting) return waiting(message);
      this.#news.push(message);
      this.#wake?.();
    });
  }

  call(method: string, params: unknown[] = []): Promise<Message> {
    const id = (this.#serial += 1);
    return this.send(id, JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  }

  send(id: unknown, text: string): Promise<Message> {
    this.socket.send(text);
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  async news(): Promise<Message> {
    for (;;) {
      const next = this.#news.shift();
      if (next) return next;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

function connect(
  appCode: string,
  options: { key?: string | null; protocols?: string[] } = {},
): Promise<Client> {
  const { key = OPEN_KEY, protocols = [] } = options;
  const socket = new WebSocket(`${node.ws}/evm/v1/${appCode}`, protocols, {
    headers: key === null ? {} : { 'x-api-key': key },
  });
  return new Promise((resolve, reject) => {
    const client = new Client(socket);
    socket.once('open', () => resolve(client)).once('error', reject);
  });
}

const mine = () =>
  new JsonRpcProvider(chain.http, chain.chainId, { staticNetwork: true }).send('anvil_mine', []);
const closed = (client: Client) =>
  new Promise<{ code: number; reason: string }>((resolve) =>
    client.socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );

describe('a WebSocket', () => {
  it('opens by header or by subprotocol, and by no other way', async () => {
    apps.set(testApp('sockets', chain));
    expect((await (await connect('sockets')).call('eth_chainId')).result).toBe('0x512b');
    const browser = await connect('sockets', {
      key: null,
      protocols: ['cityport', `cityport.key.${OPEN_KEY}`],
    });
    expect(browser.socket.protocol).toBe('cityport');
    expect((await browser.call('eth_chainId')).result).toBe('0x512b');
    await expect(connect('sockets', { key: null })).rejects.toThrow('401');
    await expect(connect('sockets', { key: 'wrong' })).rejects.toThrow('401');
    await expect(connect('nowhere')).rejects.toThrow('404');
    apps.change('sockets', { suspended: true });
    await expect(connect('sockets')).rejects.toThrow('403');
  });

  it('brings subscriptions, and each caller its own', async () => {
    apps.set(testApp('subscribed', chain));
    const [one, two] = [await connect('subscribed'), await connect('subscribed')];
    const { result: id } = await one.call('eth_subscribe', ['newHeads']);
    expect(id).toBeTypeOf('string');
    await mine();
    const head = await one.news();
    expect(head.params?.subscription).toBe(id);
    expect(head.params?.result).toHaveProperty('number');
    expect((await two.call('eth_unsubscribe', [id])).result).not.toBe(true);
    expect((await one.call('eth_unsubscribe', [id])).result).toBe(true);
  });

  it('refuses, message by message, what the HTTP door refuses', async () => {
    apps.set(testApp('checked', chain));
    const client = await connect('checked');
    expect((await client.call('anvil_mine')).error?.code).toBe(-32601);
    expect((await client.call('eth_accounts')).error?.code).toBe(-32601);
    const batch = JSON.stringify([{ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }]);
    expect((await client.send(null, batch)).error?.data.code).toBe('request.batch');
    expect((await client.send(null, 'nonsense')).error?.data.code).toBe('request.unreadable');
    expect((await client.call('eth_chainId')).result).toBe('0x512b');
  });

  it('counts each message against the limit', async () => {
    apps.set(testApp('limited', chain));
    apps.change('limited', { limits: { tps: 5, storageGb: 1, bandwidthMbps: 100 } });
    const client = await connect('limited');
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.call('eth_blockNumber')));
    expect(answers.filter(({ result }) => result !== undefined).length).toBeGreaterThanOrEqual(5);
    expect(answers.find(({ error }) => error)?.error).toMatchObject({ code: -32005, limit: 'tps' });
  });

  it('holds its app to so many subscriptions, whichever socket has them, until they end', async () => {
    apps.set(testApp('subscribed', chain));
    const [one, two] = [await connect('subscribed'), await connect('subscribed')];
    const subscribe = (client: Client) => client.call('eth_subscribe', ['newHeads']);
    const made: Message[] = [];
    for (const client of [one, two])
      for (let i = 0; i < SUBSCRIPTIONS_PER_APP / 200; i += 1)
        made.push(...(await Promise.all(Array.from({ length: 100 }, () => subscribe(client)))));
    expect(made.filter(({ result }) => typeof result === 'string')).toHaveLength(SUBSCRIPTIONS_PER_APP);
    const refused = await subscribe(one);
    expect(refused.error).toMatchObject({ limit: 'subscriptions', data: { code: 'limit.subscriptions' } });
    expect((await one.call('eth_unsubscribe', [made[0]?.result])).result).toBe(true);
    expect((await subscribe(two)).error).toBeUndefined();
    const ended = closed(one);
    one.socket.close();
    await ended;
    await expect.poll(async () => (await subscribe(two)).error).toBeUndefined();
  });

  it('counts the bytes of what it refuses, too', async () => {
    apps.set(testApp('chatter', chain));
    apps.change('chatter', { limits: { tps: 5, storageGb: 1, bandwidthMbps: 1 } });
    const chatter = await connect('chatter');
    const noise = 'x'.repeat(1_000_000);
    expect((await chatter.send(null, noise)).error?.data.code).toBe('request.unreadable');
    expect((await chatter.send(null, noise)).error?.data.code).toBe('limit.bandwidth');
  });

  it('reads on no faster than its refusals are read', async () => {
    for (const name of ['deaf', 'heard']) apps.set(testApp(name, chain));
    const deaf = await connect('deaf');
    deaf.socket.pause();
    const others = await connect('heard');
    // Some 30 MB of refusals if all were judged; of a caller that is not read on, most stays unsent for good.
    const rounds = 1_000;
    const empty = `[${' '.repeat(600)}]`;
    const send = () => new Promise<void>((resolve) => deaf.socket.send(empty, () => resolve()));
    let sent = 0;
    const sending = (async () => {
      while (sent < rounds && deaf.socket.readyState === WebSocket.OPEN) {
        await Promise.all(Array.from({ length: 100 }, send));
        sent += 1;
      }
    })();
    // It stands still once the node has answered others many times over and read nothing of it.
    let [before, answered] = [-1, 0];
    while (sent < rounds && answered < 200) {
      await others.call('eth_chainId');
      answered = sent === before ? answered + 1 : 0;
      before = sent;
    }
    expect(sent).toBeLessThan(rounds);
    deaf.socket.terminate();
    await sending;
  });

  it('answers every message of a caller that does not wait, and reads on no faster than it judges', async () => {
    apps.set(testApp('eager', chain));
    const client = await connect('eager');
    const filler = `0x${'00'.repeat(50_000)}`;
    const answers = await Promise.all(
      Array.from({ length: 600 }, (_, i) => client.call('web3_sha3', [i % 2 ? '0x' : filler])),
    );
    expect(answers.filter(({ result, error }) => result ?? error)).toHaveLength(600);
    expect((await client.call('eth_chainId')).id).toBeDefined();
  });

  it('closes when its app is suspended or its key revoked', async () => {
    apps.set(testApp('closing', chain));
    apps.change('closing', { keys: [keyOf(OPEN_KEY), keyOf('second')] });
    const [kept, revoked] = [await connect('closing'), await connect('closing', { key: 'second' })];
    const [first, second] = [closed(kept), closed(revoked)];
    apps.change('closing', { keys: [keyOf(OPEN_KEY)] });
    expect((await second).code).toBe(4401);
    apps.change('closing', { suspended: true });
    expect(await first).toEqual({ code: 4403, reason: 'This app is suspended.' });
  });

  it('has a write on disk when it is answered', async () => {
    apps.set(testApp('writing', chain));
    const provider = new JsonRpcProvider(chain.http, chain.chainId, { staticNetwork: true });
    const data = new Interface(BOX_ABI).encodeFunctionData('put', [1]);
    const to = Wallet.createRandom().address;
    const wallet = new Wallet(DEV_KEY, provider);
    const raw = await wallet.signTransaction(await wallet.populateTransaction({ to, data }));
    const client = await connect('writing');
    expect((await client.call('eth_sendRawTransaction', [raw])).result).toMatch(/^0x/);
    const { rows } = await pool.query(
      `select sum(calls)::int as calls, sum(storage_bytes)::int as storage from (
        select calls, storage_bytes from usage_journal where app_code = 'writing' union all
        select calls, storage_bytes from usage_batches where app_code = 'writing') as parts`,
    );
    expect(rows[0]).toEqual({ calls: 1, storage: (raw.length - 2) / 2 });
  });

  it('closes, and says why, when the chain goes away', async () => {
    const other = await startAnvil(20_780);
    apps.set(testApp('leaving', other));
    const client = await connect('leaving');
    await client.call('eth_chainId');
    const end = closed(client);
    other.stop();
    expect((await end).code).toBe(1013);
  });
});
