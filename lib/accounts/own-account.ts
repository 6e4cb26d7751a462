import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';

/** The person whose own account this is. Programs and the portal itself have none. */
export function ownAccount(actor: Actor): string {
  if (actor.kind !== 'user') throw new AppError('forbidden', 'account.peopleOnly');
  return actor.id;
}
