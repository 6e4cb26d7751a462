import { permissionsOf, type Permission, type Role } from '#lib/access/permissions.ts';
import { mintActor, type Actor } from '#lib/auth/actor.ts';
import { newId } from '#lib/ids/new-id.ts';

/** An actor with a role's permissions, or with just those named. Its organisation is new unless given. */
export function testActor(
  fields: { role?: Role; can?: readonly Permission[]; orgId?: string; id?: string; name?: string } = {},
): Actor {
  const { role = 'owner', can, orgId = newId(), id = newId(), name = 'Test Person' } = fields;
  return mintActor({ kind: 'user', id, name, orgId, can: can ? new Set(can) : permissionsOf[role] });
}
