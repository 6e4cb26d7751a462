import type { Actor } from './actor.ts';

/** Who is asking, in a page, action or route; null when signed out. Throws when the session store is down. */
export async function getActor(): Promise<Actor | null> {
  return null;
}
