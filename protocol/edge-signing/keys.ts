import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** An Ed25519 key pair of a portal or a city node. `id` is the RFC 7638 thumbprint by which the other side knows it. */
export interface EdgeKey {
  readonly id: string;
  /** 32 raw bytes, base64url. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

/** RFC 7638 thumbprint over the required members of the JWK, in their fixed order. */
export function thumbprint(publicKey: string): string {
  return createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${publicKey}"}`).digest('base64url');
}

/** Throws on anything that is not 32 bytes in base64url. */
export function importPublicKey(publicKey: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
}

/** Takes the PKCS#8 PEM that `generateEdgeKey` gives, as it is kept sealed or in the environment. */
export function importEdgeKey(privateKeyPem: string): EdgeKey {
  const privateKey = createPrivateKey(privateKeyPem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 private key');
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (typeof x !== 'string') throw new TypeError('not an Ed25519 private key');
  return { id: thumbprint(x), publicKey: x, privateKey };
}

export function generateEdgeKey(): { key: EdgeKey; privateKeyPem: string } {
  const privateKeyPem = generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'pem', type: 'pkcs8' })
    .toString();
  return { key: importEdgeKey(privateKeyPem), privateKeyPem };
}
