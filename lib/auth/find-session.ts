import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { memberships, organisations, sessions, users } from '#db/schema/accounts.ts';
import type { SessionIds } from './session-token.ts';

export type Session = {
  id: string;
  userId: string;
  name: string;
  email: string;
  locale: string;
  /** Organisation in whose name the session acts; null when the person belongs to none. */
  org: {
    id: string;
    name: string;
    kind: 'customer' | 'portal';
    role: string;
    /** Why the portal operator suspended it; null: it is not suspended. */
    suspendedFor: string | null;
  } | null;
};

const seenEveryMinutes = 5;

/**
 * The session as it stands now: null when it was revoked, is over, or its person is disabled. A person who left the
 * session's organisation acts for the first other one of theirs. Throws when the database is down: an outage is not a logout.
 */
export async function findSession(ids: SessionIds, conn: Conn = db()): Promise<Session | null> {
  const [row] = await conn
    .select({
      id: sessions.id,
      userId: users.id,
      name: users.name,
      email: users.email,
      locale: users.locale,
      orgId: organisations.id,
      orgName: organisations.name,
      orgKind: organisations.kind,
      suspendedAt: organisations.suspendedAt,
      suspensionReason: organisations.suspensionReason,
      role: memberships.role,
      unseen: sql<boolean>`${sessions.lastSeenAt} < now() - make_interval(mins => ${seenEveryMinutes})`,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(memberships, eq(memberships.userId, users.id))
    .leftJoin(organisations, eq(organisations.id, memberships.orgId))
    .where(
      and(
        eq(sessions.id, ids.sessionId),
        eq(sessions.userId, ids.userId),
        isNull(sessions.revokedAt),
        isNull(users.disabledAt),
        sql`${sessions.expiresAt} > now()`,
      ),
    )
    .orderBy(sql`(${memberships.orgId} = ${sessions.orgId}) desc nulls last`, asc(memberships.createdAt))
    .limit(1);
  if (!row) return null;
  if (row.unseen) await markSeen(row.id, conn);
  const { orgId, orgName, orgKind, role } = row;
  return {
    id: row.id,
    userId: row.userId,
    name: row.name,
    email: row.email,
    locale: row.locale,
    org:
      orgId && orgName && orgKind && role
        ? {
            id: orgId,
            name: orgName,
            kind: orgKind,
            role,
            suspendedFor: row.suspendedAt && (row.suspensionReason ?? ''),
          }
        : null,
  };
}

async function markSeen(id: string, conn: Conn): Promise<void> {
  const stale = sql`now() - make_interval(mins => ${seenEveryMinutes})`;
  await conn
    .update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(and(eq(sessions.id, id), lt(sessions.lastSeenAt, stale)));
}
