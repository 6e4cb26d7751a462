import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Seals secrets at rest by AES-256-GCM. `owner` is bound in: a sealed secret opens for no other. */
export interface Sealer {
  seal(secret: Uint8Array, owner: string): Buffer;
  /** Throws on a wrong key, another owner or a changed byte. */
  open(sealed: Uint8Array, owner: string): Buffer;
}

const nonceBytes = 12;
const tagBytes = 16;

export function sealerOf(keyInBase64: string): Sealer {
  const key = Buffer.from(keyInBase64, 'base64');
  return {
    seal(secret, owner) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
      return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(owner))
        .setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    },
  };
}
