import { and, eq, isNull, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { sessions } from '#db/schema/accounts.ts';
import type { SessionIds } from '#lib/auth/session-token.ts';

/** Ends a session now, whatever its cookie says. Ending it twice changes nothing. */
export async function revokeSession(ids: SessionIds, conn: Conn = db()): Promise<void> {
  await conn
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.id, ids.sessionId), eq(sessions.userId, ids.userId), isNull(sessions.revokedAt)));
}

/** Ends all of a person's sessions but, at most, the one kept. */
export async function revokeSessionsOf(tx: Conn, userId: string, keep?: string): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        keep ? sql`${sessions.id} <> ${keep}` : undefined,
      ),
    )
    .returning({ id: sessions.id });
  return ended.length;
}
