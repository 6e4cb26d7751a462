import { randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import { contentDigest } from './content-digest.ts';
import type { EdgeKey } from './keys.ts';
import { parseSignature, printParams, signatureBase, type Component } from './signature-base.ts';

/** The label and tag of this profile; a signature made for another purpose with the same key is not taken. */
export const LABEL = 'cityport';
export const TAG = 'cityport-control-1';
/** Carries the id of the node that is meant, so that one node cannot hand a portal's call on to another. */
export const NODE_HEADER = 'cityport-node';

const IDENTIFIERS = ['"@method"', '"@path"', '"@query"', '"content-digest"', `"${NODE_HEADER}"`] as const;

export interface SignedRequest {
  method: string;
  /** Path with query, as it stands in the request line. */
  target: string;
  body: Uint8Array | string;
}

/** Header lookup by lower-case name; a header that came twice is undefined. */
export type Headers = (name: string) => string | undefined;

function components(request: SignedRequest, digest: string, node: string): Component[] {
  const cut = request.target.indexOf('?');
  const values = [
    request.method.toUpperCase(),
    cut < 0 ? request.target : request.target.slice(0, cut),
    cut < 0 ? '?' : request.target.slice(cut),
    digest,
    node,
  ];
  return IDENTIFIERS.map((identifier, i) => [identifier, values[i] ?? '']);
}

/** Headers that sign a control call to one node. `created` in whole seconds; the nonce is fresh in every call. */
export function signRequest(
  request: SignedRequest,
  key: EdgeKey,
  node: string,
  created: number,
  nonce = randomBytes(18).toString('base64url'),
): Record<string, string> {
  const digest = contentDigest(request.body);
  const params = printParams(IDENTIFIERS, { created, nonce, keyid: key.id, tag: TAG });
  const base = signatureBase(components(request, digest, node), params);
  const signature = sign(null, Buffer.from(base), key.privateKey).toString('base64');
  return {
    'content-digest': digest,
    [NODE_HEADER]: node,
    'signature-input': `${LABEL}=${params}`,
    signature: `${LABEL}=:${signature}:`,
  };
}

export type RequestRefusal =
  | 'signature.missing'
  | 'signature.malformed'
  | 'signature.other-node'
  | 'signature.stale'
  | 'signature.digest'
  | 'signature.wrong';

export interface RequestClaim {
  keyId: string;
  nonce: string;
  created: number;
  /** `:base64:`; the answer's signature covers it. */
  signatureText: string;
  /** Whether the claim is true under that key. */
  provenBy(key: KeyObject): boolean;
}

export interface RequestExpectation {
  node: string;
  nowSeconds: number;
  skewSeconds: number;
}

/**
 * Reads what a request claims: every cheap check is done (form, node, age, digest), and the claim can then be proven
 * under the key of that id. Whether the nonce was seen before is the caller's to ask, after proof.
 */
export function readRequest(
  request: SignedRequest,
  headers: Headers,
  expected: RequestExpectation,
): RequestClaim | RequestRefusal {
  const [input, signature, digest, node] = [
    'signature-input',
    'signature',
    'content-digest',
    NODE_HEADER,
  ].map(headers);
  if (!input || !signature || !digest || !node) return 'signature.missing';
  const parsed = parseSignature(LABEL, input, signature);
  if (!parsed || parsed.identifiers.join(' ') !== IDENTIFIERS.join(' ')) return 'signature.malformed';
  const { params } = parsed;
  const [created, nonce, keyId] = [params.get('created'), params.get('nonce'), params.get('keyid')];
  if (typeof created !== 'number' || typeof nonce !== 'string' || typeof keyId !== 'string')
    return 'signature.malformed';
  if (!/^[A-Za-z0-9_-]{16,64}$/.test(nonce) || !/^[A-Za-z0-9_-]{43}$/.test(keyId))
    return 'signature.malformed';
  if (params.get('alg') !== 'ed25519' || params.get('tag') !== TAG || params.size !== 5)
    return 'signature.malformed';
  if (node !== expected.node) return 'signature.other-node';
  if (Math.abs(expected.nowSeconds - created) > expected.skewSeconds) return 'signature.stale';
  if (digest !== contentDigest(request.body)) return 'signature.digest';
  const base = Buffer.from(signatureBase(components(request, digest, node), parsed.paramsText));
  const provenBy = (key: KeyObject) => verify(null, base, key, parsed.signature);
  return { keyId, nonce, created, signatureText: parsed.signatureText, provenBy };
}
