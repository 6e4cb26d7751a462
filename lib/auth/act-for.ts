import { switchOrganisation, switchOrganisationInput } from '#lib/organisations/switch-organisation.ts';
import { AppError } from '#lib/errors/app-error.ts';
import type { Actor } from './actor.ts';
import { findSession } from './find-session.ts';
import { actorOfSession } from './get-actor.ts';
import { getSession } from './get-session.ts';
import { requestClient } from './request-client.ts';
import { writeSessionCookie } from './session-cookie.ts';

/** In an action: the signed-in person acts for this organisation of theirs from now on. Gives the actor they are then. */
export async function actFor(actor: Actor, orgId: string): Promise<Actor> {
  const current = await getSession();
  if (!current) throw new AppError('unauthenticated', 'errors.unauthenticated');
  const ids = await switchOrganisation(actor, switchOrganisationInput.parse({ orgId }), {
    sessionId: current.id,
    client: await requestClient(),
  });
  await writeSessionCookie(ids);
  const session = await findSession(ids);
  if (!session) throw new AppError('unauthenticated', 'errors.unauthenticated');
  return actorOfSession(session);
}
