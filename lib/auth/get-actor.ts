import { cache } from 'react';
import type { Actor } from './actor.ts';
import type { Session } from './find-session.ts';
import { getSession } from './get-session.ts';
import { userActor } from './user-actor.ts';

/** Who is asking, in a page, action or route; null when signed out. Throws when the session store is down. */
export const getActor = cache(async (): Promise<Actor | null> => {
  const session = await getSession();
  return session ? actorOfSession(session) : null;
});

export const actorOfSession = (session: Session): Actor =>
  userActor({
    userId: session.userId,
    name: session.name,
    orgId: session.org?.id ?? null,
    role: session.org?.role ?? null,
    suspendedFor: session.org?.suspendedFor ?? null,
  });
