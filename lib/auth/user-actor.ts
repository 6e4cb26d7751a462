import { permissionsOf, type Permission, type Role } from '#lib/access/permissions.ts';
import { mintActor, type Actor } from './actor.ts';

const none: ReadonlySet<Permission> = new Set();

/** What a role may do; nothing for a role we do not know. */
const allOf = (role: string | null): ReadonlySet<Permission> =>
  role && Object.hasOwn(permissionsOf, role) ? permissionsOf[role as Role] : none; // just checked

/** Those that the second set has not. */
export const without = (
  all: ReadonlySet<Permission>,
  some: ReadonlySet<Permission>,
): ReadonlySet<Permission> => new Set([...all].filter((permission) => !some.has(permission)));

/** What a role may do here and now. A suspended organisation's people may only look; `suspendedFor` is the reason, null: none. */
export function rightsOf(
  role: string | null,
  suspendedFor: string | null,
): Pick<Actor, 'can' | 'suspension'> {
  const all = allOf(role);
  if (suspendedFor === null) return { can: all };
  const can = new Set([...all].filter((permission) => permission.endsWith('.read')));
  return { can, suspension: { reason: suspendedFor, withheld: without(all, can) } };
}

/** A person, acting for one organisation by their role in it; without an organisation they may do nothing but mind their own account. */
export function userActor(fields: {
  userId: string;
  name: string;
  orgId: string | null;
  role: string | null;
  suspendedFor: string | null;
}): Actor {
  return mintActor({
    kind: 'user',
    id: fields.userId,
    name: fields.name,
    orgId: fields.orgId ?? '',
    ...rightsOf(fields.orgId ? fields.role : null, fields.suspendedFor),
  });
}
