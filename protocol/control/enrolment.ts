import { z } from 'zod';
import { instant, publicKey } from './primitives.ts';
import { nodeIdentity } from './status.ts';

/** What the provider's command prints and the portal's operator pastes. Good once, for an hour. */
export const enrolmentToken = z.strictObject({
  v: z.literal(1),
  /** The node's public URL; the control door stands below it. */
  url: z.url({ protocol: /^https?$/ }).max(300),
  /** The node's key: answers signed by any other are not believed. */
  key: publicKey,
  secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  expiresAt: instant,
});
export type EnrolmentToken = z.infer<typeof enrolmentToken>;

const PREFIX = 'cpn1_';

/** The token as one word to copy. */
export function printToken(token: EnrolmentToken): string {
  return PREFIX + Buffer.from(JSON.stringify(token), 'utf8').toString('base64url');
}

/** Reads a pasted token; null when it is none. */
export function readToken(text: string): EnrolmentToken | null {
  const word = text.trim();
  if (!word.startsWith(PREFIX) || word.length > 2000) return null;
  try {
    const parsed = enrolmentToken.safeParse(
      JSON.parse(Buffer.from(word.slice(PREFIX.length), 'base64url').toString('utf8')),
    );
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** `POST /control/v1/enrolments`, signed with the very key it brings, which proves that the portal holds it. */
export const enrolmentRequest = z.strictObject({
  secret: z.string().max(100),
  portal: z.strictObject({ name: z.string().min(1).max(120), publicKey }),
});

export const enrolmentReceipt = z.strictObject({ node: nodeIdentity, enrolledAt: instant });
export type EnrolmentReceipt = z.infer<typeof enrolmentReceipt>;
