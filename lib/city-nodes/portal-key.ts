import { portalEnv } from '#lib/env/portal-env.ts';
import { importEdgeKey, type EdgeKey } from '#protocol/edge-signing/keys.ts';

let key: EdgeKey | undefined;

/** The key by which city nodes know this portal, from PORTAL_SIGNING_KEY. Throws naming the variable when it is none. */
export function portalKey(): EdgeKey {
  if (key) return key;
  try {
    key = importEdgeKey(Buffer.from(portalEnv().PORTAL_SIGNING_KEY, 'base64').toString('utf8'));
  } catch (cause) {
    throw new Error('PORTAL_SIGNING_KEY is not an Ed25519 private key (PKCS #8 PEM, base64)', { cause });
  }
  return key;
}
