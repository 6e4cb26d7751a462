import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { memberships } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { rightsOf } from '#lib/auth/user-actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { endInvitationsOf } from './end-invitations.ts';
import { demandGrant, grantableRoles, memberRulesOf } from './member-rules.ts';
import { demandAnotherAtTop, lockOrganisation } from './owners.ts';

export const changeRoleInput = z.object({ userId: z.uuid(), role: z.string().max(40) }).brand<'ChangeRole'>();

/**
 * Gives a member of the actor's organisation another role, from the member's next request on. Both the role taken and the
 * role given must be the actor's to give; the last owner stays one. Invitations they sent and could no longer send end. Giving the role a member has changes nothing.
 */
export async function changeRole(
  actor: Actor,
  input: z.output<typeof changeRoleInput>,
  conn: Conn = db(),
): Promise<void> {
  const rules = memberRulesOf(actor);
  demand(actor, rules.manage);
  demandGrant(actor, input.role);
  await conn.transaction(async (tx) => {
    await lockOrganisation(tx, actor.orgId);
    const them = and(eq(memberships.orgId, actor.orgId), eq(memberships.userId, input.userId));
    const [member] = await tx.select({ role: memberships.role }).from(memberships).where(them);
    if (!member) throw new AppError('notFound', 'errors.notFound');
    if (member.role === input.role) return;
    demandGrant(actor, member.role);
    if (member.role === rules.top) await demandAnotherAtTop(tx, actor.orgId, rules.top);
    await tx.update(memberships).set({ role: input.role }).where(them);
    const theirs = grantableRoles({ can: rightsOf(input.role, null).can });
    const invitationsEnded = await endInvitationsOf(tx, actor.orgId, input.userId, theirs);
    await recordAudit(tx, actor, {
      action: 'member.changeRole',
      subjectKind: 'user',
      subjectId: input.userId,
      before: member,
      after: { role: input.role, ...(invitationsEnded > 0 ? { invitationsEnded } : {}) },
    });
  });
}
