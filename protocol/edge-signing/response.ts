import { sign, verify, type KeyObject } from 'node:crypto';
import { contentDigest } from './content-digest.ts';
import type { EdgeKey } from './keys.ts';
import { LABEL, TAG, type Headers } from './request.ts';
import { parseSignature, printParams, signatureBase, type Component } from './signature-base.ts';

/** An answer is bound to the one request it answers by covering that request's signature (RFC 9421 section 2.4). */
const IDENTIFIERS = ['"@status"', '"content-digest"', `"signature";req;key="${LABEL}"`] as const;

export interface SignedResponse {
  status: number;
  body: Uint8Array | string;
  /** The signature of the request as it stands in its header, `:base64:`; empty when there was none to answer. */
  requestSignature: string;
}

function components(response: SignedResponse, digest: string): Component[] {
  const values = [String(response.status), digest, response.requestSignature];
  return IDENTIFIERS.map((identifier, i) => [identifier, values[i] ?? '']);
}

/** Headers that sign an answer of the control door. */
export function signResponse(
  response: SignedResponse,
  key: EdgeKey,
  created: number,
): Record<string, string> {
  const digest = contentDigest(response.body);
  const params = printParams(IDENTIFIERS, { created, keyid: key.id, tag: TAG });
  const signature = sign(
    null,
    Buffer.from(signatureBase(components(response, digest), params)),
    key.privateKey,
  );
  return {
    'content-digest': digest,
    'signature-input': `${LABEL}=${params}`,
    signature: `${LABEL}=:${signature.toString('base64')}:`,
  };
}

/** True only for the pinned node's own answer to this very request, unaltered. */
export function verifyResponse(
  response: SignedResponse,
  headers: Headers,
  node: { id: string; publicKey: KeyObject },
): boolean {
  const [input, signature, digest] = ['signature-input', 'signature', 'content-digest'].map(headers);
  if (!input || !signature || !digest || digest !== contentDigest(response.body)) return false;
  const parsed = parseSignature(LABEL, input, signature);
  if (!parsed || parsed.identifiers.join(' ') !== IDENTIFIERS.join(' ')) return false;
  if (parsed.params.get('keyid') !== node.id || parsed.params.get('tag') !== TAG) return false;
  if (parsed.params.get('alg') !== 'ed25519') return false;
  const base = signatureBase(components(response, digest), parsed.paramsText);
  return verify(null, Buffer.from(base), node.publicKey, parsed.signature);
}

/** The part of a request's `Signature` header that its answer covers. */
export function requestSignatureOf(header: string): string {
  return header.slice(LABEL.length + 1);
}
