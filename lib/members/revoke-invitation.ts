import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { invitations } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { memberRulesOf } from './member-rules.ts';

export const revokeInvitationInput = z.object({ invitationId: z.uuid() }).brand<'RevokeInvitation'>();

/** Takes an invitation of the actor's organisation back: its link stops working. Accepted ones stay. Twice is once. */
export async function revokeInvitation(
  actor: Actor,
  input: z.output<typeof revokeInvitationInput>,
  conn: Conn = db(),
): Promise<void> {
  demand(actor, memberRulesOf(actor).manage);
  await conn.transaction(async (tx) => {
    const [revoked] = await tx
      .update(invitations)
      .set({ revokedAt: sql`coalesce(${invitations.revokedAt}, now())` })
      .where(
        and(
          eq(invitations.id, input.invitationId),
          eq(invitations.orgId, actor.orgId),
          isNull(invitations.acceptedAt),
        ),
      )
      .returning({ email: invitations.email });
    if (!revoked) throw new AppError('notFound', 'errors.notFound');
    await recordAudit(tx, actor, {
      action: 'member.revokeInvitation',
      subjectKind: 'invitation',
      subjectId: input.invitationId,
      before: revoked,
    });
  });
}
