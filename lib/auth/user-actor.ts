import { permissionsOf, type Permission, type Role } from '#lib/access/permissions.ts';
import { mintActor, type Actor } from './actor.ts';

const none: ReadonlySet<Permission> = new Set();

/** What a role may do; nothing for a role we do not know. A suspended organisation's people may only look. */
export function permissionsFor(role: string | null, suspended: boolean): ReadonlySet<Permission> {
  if (!role || !Object.hasOwn(permissionsOf, role)) return none;
  const all = permissionsOf[role as Role]; // just checked
  return suspended ? new Set([...all].filter((permission) => permission.endsWith('.read'))) : all;
}

/** A person, acting for one organisation by their role in it; without an organisation they may do nothing but mind their own account. */
export function userActor(fields: {
  userId: string;
  name: string;
  orgId: string | null;
  role: string | null;
  suspended: boolean;
}): Actor {
  return mintActor({
    kind: 'user',
    id: fields.userId,
    name: fields.name,
    orgId: fields.orgId ?? '',
    can: permissionsFor(fields.orgId ? fields.role : null, fields.suspended),
  });
}
