import { decode, encode } from 'next-auth/jwt';
import { portalEnv } from '#lib/env/portal-env.ts';

/** Eight hours, counted from signing in. */
export const sessionSeconds = 8 * 60 * 60;

/** All that the cookie says. Who may do what is read from the database at each request. */
export type SessionIds = { sessionId: string; userId: string };

/** The cookie is `__Secure-` where the portal is reached by https, as next-auth names it. */
export const sessionCookieName = (): string =>
  isSecure() ? '__Secure-next-auth.session-token' : 'next-auth.session-token';

export const isSecure = (): boolean => portalAddress().startsWith('https://');

const portalAddress = (): string => portalEnv().NEXTAUTH_URL ?? portalEnv().PORTAL_URL;

export const sealSession = (ids: SessionIds): Promise<string> =>
  encode({
    token: { sub: ids.userId, sid: ids.sessionId },
    secret: portalEnv().NEXTAUTH_SECRET,
    maxAge: sessionSeconds,
  });

/** Null for what is not ours, or is over. */
export async function openSessionToken(token: string | undefined): Promise<SessionIds | null> {
  if (!token) return null;
  try {
    const payload = await decode({ token, secret: portalEnv().NEXTAUTH_SECRET });
    return sessionIdsOf(payload);
  } catch {
    return null; // not encrypted by us, or expired
  }
}

export function sessionIdsOf(payload: Record<string, unknown> | null): SessionIds | null {
  const { sub, sid } = payload ?? {};
  return typeof sub === 'string' && typeof sid === 'string' ? { userId: sub, sessionId: sid } : null;
}
