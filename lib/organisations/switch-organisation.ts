import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { memberships, sessions } from '#db/schema/accounts.ts';
import { ownAccount } from '#lib/accounts/own-account.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { openSession, type Client } from '#lib/auth/open-session.ts';
import type { SessionIds } from '#lib/auth/session-token.ts';
import { AppError } from '#lib/errors/app-error.ts';

export const switchOrganisationInput = z.object({ orgId: z.uuid() }).brand<'SwitchOrganisation'>();

/**
 * Acts for another organisation of the person from now on, under a new session (a change of privilege never keeps the
 * old one). An organisation that is not theirs is not found.
 */
export async function switchOrganisation(
  actor: Actor,
  input: z.output<typeof switchOrganisationInput>,
  current: { sessionId: string; client: Client },
  conn: Conn = db(),
): Promise<SessionIds> {
  const userId = ownAccount(actor);
  return conn.transaction(async (tx) => {
    const [mine] = await tx
      .select({ orgId: memberships.orgId })
      .from(memberships)
      .where(and(eq(memberships.userId, userId), eq(memberships.orgId, input.orgId)));
    if (!mine) throw new AppError('notFound', 'errors.notFound');
    const [ended] = await tx
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(sessions.id, current.sessionId), eq(sessions.userId, userId), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    if (!ended) throw new AppError('unauthenticated', 'errors.unauthenticated');
    await recordAudit(tx, actor, {
      action: 'session.switchOrganisation',
      subjectKind: 'organisation',
      subjectId: input.orgId,
    });
    return openSession(tx, { userId, orgId: input.orgId, client: current.client });
  });
}
