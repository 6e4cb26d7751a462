import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { httpbis } from 'http-message-signatures';
import { describe, expect, it } from 'vitest';
import { contentDigest } from './content-digest.ts';
import { generateEdgeKey, importEdgeKey, importPublicKey, thumbprint } from './keys.ts';
import { LABEL, NODE_HEADER, readRequest, signRequest, type SignedRequest } from './request.ts';
import { requestSignatureOf, signResponse, verifyResponse } from './response.ts';
import { parseSignature, signatureBase } from './signature-base.ts';

const portal = generateEdgeKey().key;
const node = generateEdgeKey().key;
const NOW = 1_790_000_000;
const expected = { node: node.id, nowSeconds: NOW, skewSeconds: 60 };
const call: SignedRequest = {
  method: 'PUT',
  target: '/control/v1/operations/req-00000001?dry=1',
  body: '{"kind":"suspend","appCode":"app1"}',
};
const lookup = (headers: Record<string, string>) => (name: string) => headers[name];

function outcome(request: SignedRequest, headers: Record<string, string>, key = portal, when = expected) {
  const claim = readRequest(request, lookup(headers), when);
  if (typeof claim === 'string') return claim;
  return claim.provenBy(importPublicKey(key.publicKey)) ? 'proven' : 'signature.wrong';
}

describe('published vectors', () => {
  it('makes and checks the Ed25519 signature of RFC 9421 appendix B.2.6', () => {
    const params =
      '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"';
    const base = signatureBase(
      [
        ['"date"', 'Tue, 20 Apr 2021 02:07:55 GMT'],
        ['"@method"', 'POST'],
        ['"@path"', '/foo'],
        ['"@authority"', 'example.com'],
        ['"content-type"', 'application/json'],
        ['"content-length"', '18'],
      ],
      params,
    );
    const published =
      'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==';
    const secret = createPrivateKey({
      key: 'MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF',
      encoding: 'base64',
      format: 'der',
      type: 'pkcs8',
    });
    expect(sign(null, Buffer.from(base), secret).toString('base64')).toBe(published);
    const parsed = parseSignature('sig-b26', `sig-b26=${params}`, `sig-b26=:${published}:`);
    expect(parsed?.identifiers).toHaveLength(6);
    expect(parsed?.paramsText).toBe(params);
    const open = createPublicKey({
      key: 'MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=',
      encoding: 'base64',
      format: 'der',
      type: 'spki',
    });
    expect(verify(null, Buffer.from(base), open, parsed?.signature ?? Buffer.alloc(0))).toBe(true);
  });

  it('makes the content digest of RFC 9530', () => {
    expect(contentDigest('{"hello": "world"}\n')).toBe(
      'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:',
    );
  });

  it('names a key by the thumbprint of RFC 8037 appendix A.3', () => {
    expect(thumbprint('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo')).toBe(
      'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    );
  });

  it('is understood by an independent implementation', async () => {
    const headers = signRequest(call, portal, node.id, NOW);
    const proven = await httpbis.verifyMessage(
      {
        keyLookup: async ({ keyid }) => ({
          id: String(keyid),
          algs: ['ed25519'],
          verify: async (data: Buffer, signature: Buffer) =>
            verify(null, data, importPublicKey(portal.publicKey), signature),
        }),
        notAfter: NOW + 60,
      },
      { method: call.method, url: `http://node.test${call.target}`, headers },
    );
    expect(proven).toBe(true);
  });
});

describe('a signed request', () => {
  it('is proven under the key that signed it', () => {
    const headers = signRequest(call, portal, node.id, NOW);
    expect(outcome(call, headers)).toBe('proven');
    const claim = readRequest(call, lookup(headers), expected);
    expect(claim).toMatchObject({ keyId: portal.id, created: NOW });
  });

  it('works without query and without body', () => {
    const read = { method: 'GET', target: '/control/v1/status', body: '' };
    expect(outcome(read, signRequest(read, portal, node.id, NOW))).toBe('proven');
  });

  it('never repeats a nonce', () => {
    const nonces = Array.from(
      { length: 50 },
      () => signRequest(call, portal, node.id, NOW)['signature-input'],
    );
    expect(new Set(nonces).size).toBe(50);
  });

  const headers = signRequest(call, portal, node.id, NOW);
  it.each<[string, Partial<SignedRequest>]>([
    ['method', { method: 'POST' }],
    ['path', { target: '/control/v1/operations/req-00000002?dry=1' }],
    ['query', { target: '/control/v1/operations/req-00000001?dry=0' }],
    ['query taken away', { target: '/control/v1/operations/req-00000001' }],
  ])('is refused when its %s was changed', (_what, change) => {
    expect(outcome({ ...call, ...change }, headers)).toBe('signature.wrong');
  });

  it('is refused when its body was changed, with the digest kept or made anew', () => {
    const altered = { ...call, body: '{"kind":"retire","appCode":"app1"}' };
    expect(outcome(altered, headers)).toBe('signature.digest');
    expect(outcome(altered, { ...headers, 'content-digest': contentDigest(altered.body) })).toBe(
      'signature.wrong',
    );
  });

  it('is refused by another node, also with the node header exchanged', () => {
    const other = generateEdgeKey().key.id;
    expect(outcome(call, headers, portal, { ...expected, node: other })).toBe('signature.other-node');
    expect(outcome(call, { ...headers, [NODE_HEADER]: other }, portal, { ...expected, node: other })).toBe(
      'signature.wrong',
    );
  });

  it('is refused more than a minute away on either side', () => {
    for (const [offset, verdict] of [
      [-61, 'signature.stale'],
      [-60, 'proven'],
      [60, 'proven'],
      [61, 'signature.stale'],
    ] as const) {
      expect(outcome(call, signRequest(call, portal, node.id, NOW + offset))).toBe(verdict);
    }
  });

  it('is refused under a changed time, nonce, key id, algorithm or tag', () => {
    const input = headers['signature-input'] ?? '';
    for (const altered of [
      input.replace(`created=${NOW}`, `created=${NOW + 1}`),
      input.replace(/nonce="(.)/, (_whole, first) => `nonce="${first === '_' ? '-' : '_'}`),
      input.replace(portal.id, node.id),
    ]) {
      expect(outcome(call, { ...headers, 'signature-input': altered })).toBe('signature.wrong');
    }
    for (const altered of [
      input.replace('ed25519', 'hmac-sha256'),
      input.replace('cityport-control-1', 'other'),
      input.replace('"content-digest" ', ''),
      input.replace(/nonce="[^"]*";/, ''),
      `${input};created=${NOW}`,
      `${input}, other=()`,
      '',
    ]) {
      expect(outcome(call, { ...headers, 'signature-input': altered })).toMatch(
        /^signature\.(malformed|missing)$/,
      );
    }
  });

  it('is refused with any of its headers missing', () => {
    for (const name of Object.keys(headers)) {
      const { [name]: _gone, ...rest } = headers;
      expect(outcome(call, rest)).toBe('signature.missing');
    }
  });

  it('is refused under another key, and reading hostile headers ends quickly', () => {
    expect(outcome(call, headers, node)).toBe('signature.wrong');
    // A reading that goes back over itself would take longer than any test may.
    for (const hostile of [
      'a=('.padEnd(1900, '"x" '),
      `${LABEL}=(${'"a";b'.repeat(300)}`,
      '('.repeat(1900),
    ]) {
      expect(outcome(call, { ...headers, 'signature-input': hostile })).toBe('signature.malformed');
    }
  });
});

describe('a signed answer', () => {
  const request = signRequest(call, portal, node.id, NOW);
  const requestSignature = requestSignatureOf(request['signature'] ?? '');
  const answer = { status: 200, body: '{"kind":"done"}', requestSignature };
  const headers = signResponse(answer, node, NOW);
  const pinned = { id: node.id, publicKey: importPublicKey(node.publicKey) };

  it('is believed from the pinned node for the request it answers', () => {
    expect(verifyResponse(answer, lookup(headers), pinned)).toBe(true);
  });

  it('is not believed altered, for another request, from another key, or unsigned', () => {
    const elsewhere = requestSignatureOf(signRequest(call, portal, node.id, NOW)['signature'] ?? '');
    expect(verifyResponse({ ...answer, status: 202 }, lookup(headers), pinned)).toBe(false);
    expect(verifyResponse({ ...answer, body: '{"kind":"gone"}' }, lookup(headers), pinned)).toBe(false);
    expect(verifyResponse({ ...answer, requestSignature: elsewhere }, lookup(headers), pinned)).toBe(false);
    const forged = signResponse(answer, portal, NOW);
    expect(verifyResponse(answer, lookup(forged), pinned)).toBe(false);
    expect(verifyResponse(answer, () => undefined, pinned)).toBe(false);
  });
});

describe('keys', () => {
  it('come back from their PEM as the same key', () => {
    const { key, privateKeyPem } = generateEdgeKey();
    expect(importEdgeKey(privateKeyPem)).toMatchObject({ id: key.id, publicKey: key.publicKey });
    expect(key.id).toBe(thumbprint(key.publicKey));
  });

  it('of another kind are refused', () => {
    expect(() => importPublicKey('AAAA')).toThrow();
    expect(() => importEdgeKey('-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----')).toThrow();
  });
});
