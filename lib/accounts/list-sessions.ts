import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { sessions } from '#db/schema/accounts.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { ownAccount } from './own-account.ts';

export type SessionRow = {
  id: string;
  userAgent: string;
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
};

/** One's own open sessions, the last seen first; a hundred at most. */
export async function listSessions(actor: Actor, conn: Conn = db()): Promise<SessionRow[]> {
  return conn
    .select({
      id: sessions.id,
      userAgent: sessions.userAgent,
      address: sessions.address,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, ownAccount(actor)),
        isNull(sessions.revokedAt),
        sql`${sessions.expiresAt} > now()`,
      ),
    )
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(100);
}
