import { cache } from 'react';
import { findSession, type Session } from './find-session.ts';
import { readSessionCookie } from './session-cookie.ts';

/** The signed-in person's session, checked against its row once a render; null when signed out. */
export const getSession = cache(async (): Promise<Session | null> => {
  const ids = await readSessionCookie();
  return ids ? findSession(ids) : null;
});
