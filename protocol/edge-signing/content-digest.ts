import { createHash } from 'node:crypto';

/** RFC 9530 `Content-Digest` of a body (the empty body has one too). */
export function contentDigest(body: Uint8Array | string): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
}
