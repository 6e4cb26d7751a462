import { createHash, randomBytes } from 'node:crypto';

/** A bearer secret of 256 random bits behind a readable prefix: shown once, only its hash is stored. */
export function newSecretToken(prefix: string): { secret: string; hash: string; hint: string } {
  const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
  return {
    secret,
    hash: hashToken(secret),
    hint: `${secret.slice(0, prefix.length + 5)}…${secret.slice(-4)}`,
  };
}

/** SHA-256 in hex: enough for secrets of full entropy, never for passwords. */
export const hashToken = (secret: string): string => createHash('sha256').update(secret).digest('hex');
