import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { invitations, memberships, users } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { memberRulesOf } from './member-rules.ts';

export type MemberRow = { userId: string; name: string; email: string; role: string; since: Date };
export type InvitationRow = { id: string; email: string; role: string; createdAt: Date; expiresAt: Date };

const most = 500;

/** The people of the actor's organisation, in the order they joined. */
export async function listMembers(actor: Actor, conn: Conn = db()): Promise<MemberRow[]> {
  demand(actor, actor.can.has('portal.read') ? 'portal.read' : 'organisation.read');
  return conn
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: memberships.role,
      since: memberships.createdAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.orgId, actor.orgId))
    .orderBy(asc(memberships.createdAt), asc(memberships.id))
    .limit(most);
}

/** Invitations of the actor's organisation that can still be accepted. */
export async function listInvitations(actor: Actor, conn: Conn = db()): Promise<InvitationRow[]> {
  demand(actor, memberRulesOf(actor).manage);
  return conn
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .where(
      and(
        eq(invitations.orgId, actor.orgId),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        sql`${invitations.expiresAt} > now()`,
      ),
    )
    .orderBy(asc(invitations.createdAt), asc(invitations.id))
    .limit(most);
}
