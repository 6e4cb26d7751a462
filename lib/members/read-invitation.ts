import { and, eq, isNull, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { invitations, organisations, users } from '#db/schema/accounts.ts';
import { hashToken } from '#lib/crypto/secret-token.ts';

export type Invitation = {
  id: string;
  orgId: string;
  organisation: string;
  email: string;
  role: string;
  inviter: string;
  /** The invited address has an account already: its person signs in to accept. */
  hasAccount: boolean;
};

/** What a link offers, to whoever holds it; null when it was accepted, taken back, replaced or is too old. */
export async function readInvitation(secret: string, conn: Conn = db()): Promise<Invitation | null> {
  const [row] = await conn
    .select({
      id: invitations.id,
      orgId: invitations.orgId,
      organisation: organisations.name,
      email: invitations.email,
      role: invitations.role,
      inviter: users.name,
      hasAccount: sql<boolean>`exists (select 1 from users u where u.email = ${invitations.email} and u.email_verified_at is not null)`,
    })
    .from(invitations)
    .innerJoin(organisations, eq(organisations.id, invitations.orgId))
    .innerJoin(users, eq(users.id, invitations.invitedBy))
    .where(openInvitation(secret));
  return row ?? null;
}

export const openInvitation = (secret: string) =>
  and(
    eq(invitations.tokenHash, hashToken(secret)),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
    sql`${invitations.expiresAt} > now()`,
  );
