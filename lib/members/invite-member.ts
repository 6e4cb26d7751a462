import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { invitations, memberships, users } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import { emailField, localeField } from '#lib/accounts/fields.ts';
import { ownAccount } from '#lib/accounts/own-account.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { hashToken, newSecretToken } from '#lib/crypto/secret-token.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { translatorFor } from '#lib/i18n/translator.ts';
import { newId } from '#lib/ids/new-id.ts';
import { portalLink } from '#lib/mail/portal-link.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';
import { bucketsFor } from '#lib/rate-limits/buckets.ts';
import { takeToken } from '#lib/rate-limits/take-token.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { demandGrant, memberRulesOf } from './member-rules.ts';
import { lockOrganisation } from './owners.ts';

export const inviteMemberInput = z
  .object({
    requestId: z.uuid(),
    email: emailField,
    role: z.string().max(40),
    /** Language of the mail to somebody who has no account yet. */
    locale: localeField,
  })
  .brand<'InviteMember'>();
export type InviteMember = z.output<typeof inviteMemberInput>;

const holdsDays = 7;

/**
 * Invites an address into the actor's organisation, in a role the actor may give; the link goes by mail. Inviting again
 * replaces the open invitation and ends its link. The same request id sends nothing twice.
 */
export async function inviteMember(
  actor: Actor,
  input: InviteMember,
  conn: Conn = db(),
): Promise<{ id: string }> {
  demand(actor, memberRulesOf(actor).manage);
  demandGrant(actor, input.role);
  const invitedBy = ownAccount(actor);
  for (const bucket of bucketsFor('invite', actor.orgId, '')) await takeToken(bucket, conn);
  return conn.transaction(async (tx) => {
    const claim = await claimRequest(tx, actor, 'member.invite', input.requestId, newId());
    const id = claim.subjectId;
    if (!claim.first) return { id };
    const organisation = await lockOrganisation(tx, actor.orgId);
    // First: it waits for a guest who is just accepting, and then they are a member.
    await endOpenInvitation(tx, actor.orgId, input.email);
    const invited = await personAt(tx, input.email);
    if (invited && (await isMember(tx, actor.orgId, invited.id)))
      throw new AppError(
        'conflict',
        'organisation.alreadyMember',
        { email: input.email },
        { field: 'email' },
      );
    const { secret } = newSecretToken('cpi');
    await tx.insert(invitations).values({
      id,
      orgId: actor.orgId,
      email: input.email,
      role: input.role,
      tokenHash: hashToken(secret),
      invitedBy,
      createdAt: sql`now()`,
      expiresAt: sql`now() + make_interval(days => ${holdsDays})`,
    });
    const locale = invited?.locale === 'zh' || (!invited && input.locale === 'zh') ? 'zh' : 'en';
    await queueMail(tx, {
      to: input.email,
      template: 'invitation',
      locale,
      values: {
        inviter: actor.name,
        organisation: organisation.name,
        role: translatorFor(locale, 'organisation')(`role.${input.role}`),
        url: portalLink(`/invitations/${secret}`),
      },
    });
    await recordAudit(tx, actor, {
      action: 'member.invite',
      subjectKind: 'invitation',
      subjectId: id,
      after: { email: input.email, role: input.role },
    });
    return { id };
  });
}

async function personAt(tx: Conn, email: string) {
  const [row] = await tx
    .select({ id: users.id, locale: users.locale })
    .from(users)
    .where(eq(users.email, email));
  return row;
}

async function isMember(tx: Conn, orgId: string, userId: string): Promise<boolean> {
  const mine = and(eq(memberships.orgId, orgId), eq(memberships.userId, userId));
  return (await tx.$count(memberships, mine)) > 0;
}

async function endOpenInvitation(tx: Conn, orgId: string, email: string): Promise<void> {
  await tx
    .update(invitations)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(invitations.orgId, orgId),
        eq(invitations.email, email),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
      ),
    );
}
