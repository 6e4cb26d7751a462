import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import type { Permission } from './permissions.ts';

/**
 * First line of every verb: throws `forbidden`, naming the permission, unless the actor has it. Somebody whose
 * organisation is suspended is told that, and why, instead of being sent to an owner who may do no more.
 */
export function demand(actor: Actor, permission: Permission): void {
  if (actor.can.has(permission)) return;
  if (actor.suspension?.withheld.has(permission))
    throw new AppError('forbidden', 'errors.organisationSuspended', { reason: actor.suspension.reason });
  throw new AppError('forbidden', 'errors.forbidden', { permission });
}
