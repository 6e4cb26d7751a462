/** A covered component: its identifier as it is serialized (`"@method"`, `"signature";req;key="cityport"`) and its value. */
export type Component = readonly [identifier: string, value: string];

/** RFC 9421 section 2.5. `params` is the serialized inner list with its parameters, without the label. */
export function signatureBase(components: readonly Component[], params: string): string {
  const lines = components.map(([identifier, value]) => `${identifier}: ${value}`);
  return [...lines, `"@signature-params": ${params}`].join('\n');
}

export interface SignatureParams {
  created: number;
  keyid: string;
  nonce?: string;
  tag?: string;
}

/** The signature parameters in this profile's order. Values are ours or checked by the reader: no quote, no backslash. */
export function printParams(identifiers: readonly string[], params: SignatureParams): string {
  const nonce = params.nonce === undefined ? '' : `;nonce="${params.nonce}"`;
  const tag = params.tag === undefined ? '' : `;tag="${params.tag}"`;
  return `(${identifiers.join(' ')});created=${params.created}${nonce};keyid="${params.keyid}";alg="ed25519"${tag}`;
}

export interface ParsedSignature {
  identifiers: string[];
  /** The text that was signed, to go into the base unchanged. */
  paramsText: string;
  params: Map<string, string | number>;
  signature: Buffer;
  /** The signature as it stands in its dictionary, `:base64:`. */
  signatureText: string;
}

const MEMBER =
  /^([a-z][a-z0-9_-]*)=(\(((?:"[!#-[\]-~ ]*"(?:;[a-z]+(?:="[!#-[\]-~ ]*")?)*(?: |(?=\))))*)\)((?:;[a-z]+=(?:\d{1,15}|"[!#-[\]-~ ]*"))*))$/;
const IDENTIFIER = /"[!#-[\]-~ ]*"(?:;[a-z]+(?:="[!#-[\]-~ ]*")?)*/g;
const PARAM = /;([a-z]+)=(?:(\d{1,15})|"([!#-[\]-~ ]*)")/g;

/**
 * Reads `Signature-Input` and `Signature` that carry one signature under the expected label. A strict subset of
 * RFC 8941: anything else (two labels, escapes, a parameter given twice) is null, and so refused.
 */
export function parseSignature(label: string, input: string, signature: string): ParsedSignature | null {
  if (input.length > 2000 || signature.length > 300) return null;
  const member = MEMBER.exec(input);
  const sealed = /^([a-z][a-z0-9_-]*)=(:([A-Za-z0-9+/]{86}==):)$/.exec(signature);
  if (!member || !sealed || member[1] !== label || sealed[1] !== label) return null;
  const params = new Map<string, string | number>();
  for (const [, name = '', digits, text] of (member[4] ?? '').matchAll(PARAM)) {
    if (params.has(name)) return null;
    params.set(name, digits === undefined ? (text ?? '') : Number(digits));
  }
  return {
    identifiers: [...(member[3] ?? '').matchAll(IDENTIFIER)].map(([identifier]) => identifier),
    paramsText: member[2] ?? '',
    params,
    signature: Buffer.from(sealed[3] ?? '', 'base64'),
    signatureText: sealed[2] ?? '',
  };
}
