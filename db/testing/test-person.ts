import { db, type Conn } from '#db/connection.ts';
import { memberships, organisations, users } from '#db/schema/accounts.ts';
import type { Role } from '#lib/access/permissions.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { hashPassword } from '#lib/auth/password-hash.ts';
import { newId } from '#lib/ids/new-id.ts';
import { testActor } from './test-actor.ts';

export const testPassword = 'correct horse battery';
let hashed: Promise<string> | undefined;

export type TestPerson = { id: string; email: string; name: string; orgId: string; actor: Actor };

/** A confirmed person with rows of their own: in a new organisation, or in the one given. Password: `testPassword`. */
export async function testPerson(
  fields: { role?: Role; orgId?: string; confirmed?: boolean; kind?: 'customer' | 'portal' } = {},
  conn: Conn = db(),
): Promise<TestPerson> {
  const { role = 'owner', confirmed = true, kind = 'customer' } = fields;
  const id = newId();
  const email = `${id.slice(0, 8)}@people.test`;
  const name = `Person ${id.slice(0, 4)}`;
  await conn.insert(users).values({
    id,
    email,
    name,
    passwordHash: await (hashed ??= hashPassword(testPassword)),
    emailVerifiedAt: confirmed ? new Date() : null,
  });
  const orgId = fields.orgId ?? newId();
  if (!fields.orgId)
    await conn.insert(organisations).values({ id: orgId, name: `Org ${orgId.slice(0, 4)}`, kind });
  await conn.insert(memberships).values({ id: newId(), orgId, userId: id, role });
  return { id, email, name, orgId, actor: testActor({ id, name, orgId, role }) };
}
