import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { memberships } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { endInvitationsOf } from './end-invitations.ts';
import { demandGrant, memberRulesOf } from './member-rules.ts';
import { demandAnotherAtTop, lockOrganisation } from './owners.ts';

export const removeMemberInput = z.object({ userId: z.uuid() }).brand<'RemoveMember'>();

/**
 * Takes a member out of the actor's organisation, or the actor themself (leaving needs no permission); their sessions
 * lose it at the next request, and invitations they sent end. The last owner stays. API tokens they made keep working until they are revoked.
 */
export async function removeMember(
  actor: Actor,
  input: z.output<typeof removeMemberInput>,
  conn: Conn = db(),
): Promise<void> {
  const rules = memberRulesOf(actor);
  const leaving = actor.kind === 'user' && actor.id === input.userId;
  if (!leaving) demand(actor, rules.manage);
  await conn.transaction(async (tx) => {
    await lockOrganisation(tx, actor.orgId);
    const them = and(eq(memberships.orgId, actor.orgId), eq(memberships.userId, input.userId));
    const [member] = await tx.select({ role: memberships.role }).from(memberships).where(them);
    if (!member) throw new AppError('notFound', 'errors.notFound');
    if (!leaving) demandGrant(actor, member.role);
    if (member.role === rules.top) await demandAnotherAtTop(tx, actor.orgId, rules.top);
    await tx.delete(memberships).where(them);
    const invitationsEnded = await endInvitationsOf(tx, actor.orgId, input.userId);
    await recordAudit(tx, actor, {
      action: leaving ? 'member.leave' : 'member.remove',
      subjectKind: 'user',
      subjectId: input.userId,
      before: member,
      ...(invitationsEnded > 0 ? { after: { invitationsEnded } } : {}),
    });
  });
}
