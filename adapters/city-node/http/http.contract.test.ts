import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printToken } from '#protocol/control/enrolment.ts';
import { generateEdgeKey } from '#protocol/edge-signing/keys.ts';
import { signResponse } from '#protocol/edge-signing/response.ts';
import { cityNodeContract } from '../contract.ts';
import { memoryCityNode } from '../memory/index.ts';
import type { CityNode } from '../port.ts';
import { enrolOverHttp, httpCityNode } from './index.ts';
import { serveNode, type ServedNode, type Spoiling } from './serve-node.ts';

const { key: portal } = generateEdgeKey();
const { key: stranger } = generateEdgeKey();
const { key: nodeKey } = generateEdgeKey();
const options = () => ({ signal: AbortSignal.timeout(10_000) });
let served: ServedNode;
let node: CityNode;

beforeAll(async () => {
  served = await serveNode(memoryCityNode(), nodeKey, portal.publicKey);
  node = httpCityNode({ baseUrl: served.url, nodePublicKey: nodeKey.publicKey, key: portal });
});
afterAll(() => served.close());

describe('city node contract: http', () => {
  cityNodeContract(() => ({ node, offering: 'ethereum' }));
});

describe('the client of a control door', () => {
  const spoiled = async (spoiling: Spoiling) => {
    served.spoil.current = spoiling;
    try {
      return await node.status(options());
    } finally {
      served.spoil.current = null;
    }
  };

  it('believes no answer that the pinned node did not sign for this very call', async () => {
    const byAnother: Spoiling = ({ status, body }, response) => {
      const headers = signResponse({ status, body, requestSignature: '' }, nodeKey, 1);
      response.writeHead(status, headers).end(body);
    };
    const spoilings: Spoiling[] = [
      ({ status, body }, response) => void response.writeHead(status).end(body),
      ({ status, headers, body }, response) => void response.writeHead(status, headers).end(body + ' '),
      ({ headers, body }, response) => void response.writeHead(404, headers).end(body),
      byAnother,
      (_answer, response) => void response.destroy(),
      (_answer, response) => void response.writeHead(302, { location: '/' }).end(),
      (_answer, response) => void response.writeHead(200).end('x'.repeat(5 * 1024 * 1024)),
    ];
    for (const spoiling of spoilings) expect((await spoiled(spoiling)).kind).toBe('unknown');
  });

  it('takes a time-out and a closed port for unknown', async () => {
    served.spoil.current = () => undefined;
    expect((await node.status({ signal: AbortSignal.timeout(50) })).kind).toBe('unknown');
    served.spoil.current = null;
    const nobody = httpCityNode({
      baseUrl: 'http://127.0.0.1:9',
      nodePublicKey: nodeKey.publicKey,
      key: portal,
    });
    expect((await nobody.status(options())).kind).toBe('unknown');
  });

  it('is refused under a key that the node does not know', async () => {
    const other = httpCityNode({ baseUrl: served.url, nodePublicKey: nodeKey.publicKey, key: stranger });
    expect(await other.status(options())).toMatchObject({ kind: 'rejected', reason: 'denied' });
  });

  it('enrols only with a token that can be read', async () => {
    const enrol = enrolOverHttp({ key: portal });
    expect(await enrol('nonsense', 'Portal', options())).toMatchObject({
      kind: 'rejected',
      code: 'enrolment.unreadable',
    });
    const token = printToken({
      v: 1,
      url: served.url,
      key: stranger.publicKey,
      secret: 'b'.repeat(43),
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    });
    expect((await enrol(token, 'Portal', options())).kind).toBe('unknown');
  });
});
