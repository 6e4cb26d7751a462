import { createHmac, timingSafeEqual } from 'node:crypto';

export const signatureHeader = 'simulated-signature';
const toleranceSeconds = 300;

/** `t=<unix seconds>,v1=<hex HMAC-SHA256 over "t.body">`: the scheme card providers use, on real time. */
export function signBody(body: string, secret: string, at: Date): string {
  const t = Math.floor(at.getTime() / 1000);
  return `t=${t},v1=${digest(`${t}.${body}`, secret)}`;
}

export function isSigned(body: string, header: string | null, secret: string, now: Date): boolean {
  const [, t = '', v1 = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (!t || Math.abs(now.getTime() / 1000 - Number(t)) > toleranceSeconds) return false;
  return timingSafeEqual(Buffer.from(digest(`${t}.${body}`, secret)), Buffer.from(v1));
}

const digest = (text: string, secret: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');
