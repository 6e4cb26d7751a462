import { cookies } from 'next/headers';
import {
  isSecure,
  openSessionToken,
  sealSession,
  sessionCookieName,
  sessionSeconds,
} from './session-token.ts';
import type { SessionIds } from './session-token.ts';

export async function readSessionCookie(): Promise<SessionIds | null> {
  return openSessionToken((await cookies()).get(sessionCookieName())?.value);
}

/** In an action or a route only: a page cannot set cookies. */
export async function writeSessionCookie(ids: SessionIds): Promise<void> {
  (await cookies()).set(sessionCookieName(), await sealSession(ids), {
    ...attributes(),
    maxAge: sessionSeconds,
  });
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName(), '', { ...attributes(), maxAge: 0 });
}

/** For deleting too: a browser takes no word about a `__Secure-` cookie that is not itself marked so. */
const attributes = () => ({ httpOnly: true, sameSite: 'lax', secure: isSecure(), path: '/' }) as const;
