import { asc, eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { memberships, organisations } from '#db/schema/accounts.ts';
import { ownAccount } from '#lib/accounts/own-account.ts';
import type { Actor } from '#lib/auth/actor.ts';

export type MyOrganisation = { id: string; name: string; kind: 'customer' | 'portal'; role: string };

/** The organisations that a person may act for, in the order they joined them; a hundred at most. */
export async function listMyOrganisations(actor: Actor, conn: Conn = db()): Promise<MyOrganisation[]> {
  return conn
    .select({
      id: organisations.id,
      name: organisations.name,
      kind: organisations.kind,
      role: memberships.role,
    })
    .from(memberships)
    .innerJoin(organisations, eq(organisations.id, memberships.orgId))
    .where(eq(memberships.userId, ownAccount(actor)))
    .orderBy(asc(memberships.createdAt), asc(memberships.id))
    .limit(100);
}
