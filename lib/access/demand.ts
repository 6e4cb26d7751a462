import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import type { Permission } from './permissions.ts';

/** First line of every verb: throws `forbidden`, naming the permission, unless the actor has it. */
export function demand(actor: Actor, permission: Permission): void {
  if (!actor.can.has(permission)) throw new AppError('forbidden', 'errors.forbidden', { permission });
}
