import { customerRoles, permissionsOf, type CustomerRole } from '#lib/access/permissions.ts';
import type { Actor } from '#lib/auth/actor.ts';

/** The roles that this actor may give a token: none that can do more than they can, and never the owner's. */
export const tokenRolesOf = (actor: Actor): CustomerRole[] =>
  actor.can.has('apiToken.manage')
    ? customerRoles.filter(
        (role) =>
          role !== 'owner' && [...permissionsOf[role]].every((permission) => actor.can.has(permission)),
      )
    : [];
