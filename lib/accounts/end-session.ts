import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { sessions } from '#db/schema/accounts.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { ownAccount } from './own-account.ts';
import { revokeSessionsOf } from './revoke-session.ts';

export const endSessionInput = z.object({ sessionId: z.uuid() }).brand<'EndSession'>();

/** Ends one of one's own sessions: its next request is signed out. Another's session is not found. Twice is once. */
export async function endSession(
  actor: Actor,
  input: z.output<typeof endSessionInput>,
  conn: Conn = db(),
): Promise<void> {
  const userId = ownAccount(actor);
  await conn.transaction(async (tx) => {
    const [ended] = await tx
      .update(sessions)
      .set({ revokedAt: sql`coalesce(${sessions.revokedAt}, now())` })
      .where(and(eq(sessions.id, input.sessionId), eq(sessions.userId, userId)))
      .returning({ id: sessions.id });
    if (!ended) throw new AppError('notFound', 'errors.notFound');
    await recordAudit(tx, actor, { action: 'session.end', subjectKind: 'session', subjectId: ended.id });
  });
}

/** Ends all of one's own sessions but the one that asks; gives how many that were. */
export async function endOtherSessions(
  actor: Actor,
  current: { sessionId: string },
  conn: Conn = db(),
): Promise<{ ended: number }> {
  const userId = ownAccount(actor);
  return conn.transaction(async (tx) => {
    const ended = await revokeSessionsOf(tx, userId, current.sessionId);
    await recordAudit(tx, actor, {
      action: 'session.endOthers',
      subjectKind: 'user',
      subjectId: userId,
      after: { ended },
    });
    return { ended };
  });
}
