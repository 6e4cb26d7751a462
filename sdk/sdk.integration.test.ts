import { BrowserProvider, Contract } from 'ethers';
import { describe, expect, it } from 'vitest';
import { BOX_ABI } from '#city-node/gateway/testing/box-contract.ts';
import { gatewayUnderTest } from '#city-node/gateway/testing/gateway-under-test.ts';
import { OPEN_KEY, testApp } from '#city-node/gateway/testing/test-node.ts';
import { emptyDatabase } from '#db/testing/test-database.ts';
import { CityportApp, CityportError } from './index.ts';

const gateway = gatewayUnderTest(emptyDatabase(), 20_781);
const client = (apiKey = OPEN_KEY, appCode = 'boxed') =>
  new CityportApp({ endpoint: `${gateway().node.url}/`, appCode, apiKey });

const failure = (call: Promise<unknown>): Promise<CityportError> =>
  call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => (error instanceof CityportError ? error : Promise.reject(error)),
  );

describe('the SDK', () => {
  it('invokes, queries and reads', async () => {
    const app = client();
    expect((await app.invoke('Box', 'put', ['7'])).state).toBe('succeeded');
    expect(await app.query('Box', 'get')).toBe('7');
    expect(await app.height()).toBeGreaterThan(0);
    expect(await app.transaction(`0x${'1'.repeat(64)}`)).toBeNull();
    expect(await app.block(1_000_000)).toBeNull();
  });

  it('is a provider for ethers', async () => {
    const provider = new BrowserProvider(client().eip1193(), 20_781);
    const box = new Contract(gateway().boxAddress, BOX_ABI, provider);
    expect(await box.getFunction('get').staticCall()).toBeTypeOf('bigint');
    provider.destroy();
  });

  it('opens a WebSocket without a header', async () => {
    const { url, protocols } = client().evmWebSocket;
    const socket = new WebSocket(url, protocols);
    const answer = new Promise((resolve) =>
      socket.addEventListener('message', ({ data }) => resolve(JSON.parse(data))),
    );
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    socket.send('{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}');
    expect(await answer).toMatchObject({ id: 1, result: '0x512d' });
    socket.close();
  });

  it('says by code what was wrong, and until when', async () => {
    expect(await failure(client('wrong').height())).toMatchObject({ code: 'key.unknown', status: 401 });
    expect(await failure(client(OPEN_KEY, 'nothing').height())).toMatchObject({
      code: 'app.unknown',
      status: 404,
    });
    const provider = client().eip1193();
    expect(await failure(provider.request({ method: 'anvil_mine' }))).toMatchObject({
      code: 'method.not-allowed',
    });
    const { apps, chain } = gateway();
    apps.set(testApp('one-call', chain));
    apps.change('one-call', { limits: { tps: 1, storageGb: 1, bandwidthMbps: 1 } });
    const calls = Promise.all(Array.from({ length: 5 }, () => client(OPEN_KEY, 'one-call').height()));
    const refused = await failure(calls);
    expect(refused).toMatchObject({ code: 'limit.tps', status: 429, limit: 'tps' });
    expect(refused.resetsAt).toBeInstanceOf(Date);
    const nobody = new CityportApp({ endpoint: 'http://127.0.0.1:9', appCode: 'a', apiKey: 'b' });
    expect(await failure(nobody.height())).toMatchObject({ code: 'network', status: 0 });
  });
});
