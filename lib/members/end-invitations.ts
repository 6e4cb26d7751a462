import { and, eq, isNull, notInArray, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { invitations } from '#db/schema/accounts.ts';

/**
 * Takes back what somebody had sent and may send no more, so that nobody who was removed comes back by a link of their
 * own. `stillTheirs` are the roles they may go on giving. Gives the number of invitations ended.
 */
export async function endInvitationsOf(
  tx: Conn,
  orgId: string,
  invitedBy: string,
  stillTheirs: readonly string[] = [],
): Promise<number> {
  const ended = await tx
    .update(invitations)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(invitations.orgId, orgId),
        eq(invitations.invitedBy, invitedBy),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        notInArray(invitations.role, [...stillTheirs]),
      ),
    )
    .returning({ id: invitations.id });
  return ended.length;
}
