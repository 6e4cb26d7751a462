import { and, eq } from 'drizzle-orm';
import { together } from '#adapters/postgres/together.ts';
import type { Conn } from '#db/connection.ts';
import { requests } from '#db/schema/requests.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';

export type Claim = {
  /** False when this request id was used before: answer with `subjectId` and do nothing again. */
  first: boolean;
  subjectId: string;
};

/**
 * Makes a verb safe to repeat: the first caller of (organisation, request id) owns `subjectId`; a second one waits for
 * the first's transaction and is given the first's subject. The same id for another verb is a conflict.
 */
export async function claimRequest(
  tx: Conn,
  actor: Actor,
  verb: string,
  requestId: string,
  subjectId: string,
): Promise<Claim> {
  const scope = actor.orgId || actor.id;
  const [claimed] = await tx
    .insert(requests)
    .values({ scope, requestId, verb, subjectId })
    .onConflictDoNothing()
    .returning({ subjectId: requests.subjectId });
  if (claimed) return { first: true, subjectId };
  const [earlier] = await tx
    .select({ verb: requests.verb, subjectId: requests.subjectId })
    .from(requests)
    .where(and(eq(requests.scope, scope), eq(requests.requestId, requestId)));
  if (!earlier || earlier.verb !== verb)
    throw new AppError('conflict', 'errors.requestIdReused', { requestId });
  return { first: false, subjectId: earlier.subjectId };
}

/**
 * As `claimRequest`, with what the verb reads first in the same trip. What the reading meets counts for the first caller
 * only: a repeat is answered although its name is taken by now or its order paid.
 */
export async function claimAndRead<T>(
  tx: Conn,
  actor: Actor,
  claim: { verb: string; requestId: string; subjectId: string },
  read: () => Promise<T>,
): Promise<{ first: true; subjectId: string; found: T } | { first: false; subjectId: string }> {
  const [{ first, subjectId }, reading] = await together(
    () => claimRequest(tx, actor, claim.verb, claim.requestId, claim.subjectId),
    () =>
      read().then(
        (found) => ({ found }),
        (error: unknown) => ({ error }),
      ),
  );
  if (!first) return { first, subjectId };
  if ('error' in reading) throw reading.error;
  return { first, subjectId, found: reading.found };
}
