import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { invitations, memberships, users } from '#db/schema/accounts.ts';
import { localeField, newPasswordField, personNameField } from '#lib/accounts/fields.ts';
import { ownAccount } from '#lib/accounts/own-account.ts';
import { admit } from '#lib/accounts/sign-in.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Client } from '#lib/auth/open-session.ts';
import { hashPassword } from '#lib/auth/password-hash.ts';
import type { SessionIds } from '#lib/auth/session-token.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { acceptLegalText } from '#lib/legal/accept-text.ts';
import { openInvitation } from './read-invitation.ts';

export const acceptInvitationInput = z.object({ token: z.string().max(200) }).brand<'AcceptInvitation'>();

/**
 * Joins the organisation that a link invites to. The signed-in person must be the one invited. Of two acceptances at
 * once one joins, the other finds the link used.
 */
export async function acceptInvitation(
  actor: Actor,
  input: z.output<typeof acceptInvitationInput>,
  conn: Conn = db(),
): Promise<{ orgId: string }> {
  const userId = ownAccount(actor);
  return conn.transaction(async (tx) => {
    const invitation = await takeInvitation(tx, input.token);
    const [person] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId));
    if (person?.email !== invitation.email)
      throw new AppError('forbidden', 'organisation.invitationForAnother', { email: invitation.email });
    await addMember(tx, invitation, userId);
    await auditJoin(tx, actor, invitation, userId);
    return { orgId: invitation.orgId };
  });
}

export const acceptAsNewInput = z
  .object({
    token: z.string().max(200),
    name: personNameField,
    password: newPasswordField,
    locale: localeField,
    termsId: z.uuid(),
    accepted: z.literal('on', 'auth.acceptTerms'),
  })
  .brand<'AcceptAsNew'>();

/**
 * Makes an account for the invited address and joins the organisation with it; signs in. The mailed link proves the
 * address. An address that has an account already is told to sign in (`conflict`): a link never changes a password.
 */
export async function acceptAsNew(
  input: z.output<typeof acceptAsNewInput>,
  client: Client,
  conn: Conn = db(),
): Promise<{ session: SessionIds; actor: Actor }> {
  const passwordHash = await hashPassword(input.password);
  return conn.transaction(async (tx) => {
    const invitation = await takeInvitation(tx, input.token);
    const entered = { name: input.name, locale: input.locale, passwordHash };
    // An account never confirmed belongs to nobody yet: whoever reads the mailbox takes it over.
    const [person] = await tx
      .insert(users)
      .values({ id: newId(), email: invitation.email, emailVerifiedAt: sql`now()`, ...entered })
      .onConflictDoUpdate({
        target: users.email,
        set: { ...entered, emailVerifiedAt: sql`now()` },
        setWhere: sql`${users.emailVerifiedAt} is null and ${users.disabledAt} is null`,
      })
      .returning({ id: users.id, name: users.name });
    if (!person) throw new AppError('conflict', 'organisation.signInToAccept', { email: invitation.email });
    await addMember(tx, invitation, person.id);
    const admitted = await admit(tx, person, client, invitation.orgId);
    await acceptLegalText(tx, admitted.actor, { legalTextId: input.termsId });
    await auditJoin(tx, admitted.actor, invitation, person.id);
    return admitted;
  });
}

type Taken = { id: string; orgId: string; email: string; role: string };

async function takeInvitation(tx: Conn, secret: string): Promise<Taken> {
  const [taken] = await tx
    .update(invitations)
    .set({ acceptedAt: sql`now()` })
    .where(openInvitation(secret))
    .returning({
      id: invitations.id,
      orgId: invitations.orgId,
      email: invitations.email,
      role: invitations.role,
    });
  if (!taken) throw new AppError('expired', 'organisation.invitationOver');
  return taken;
}

async function addMember(tx: Conn, invitation: Taken, userId: string): Promise<void> {
  await tx
    .insert(memberships)
    .values({ id: newId(), orgId: invitation.orgId, userId, role: invitation.role })
    .onConflictDoNothing();
}

const auditJoin = (tx: Conn, actor: Actor, invitation: Taken, userId: string) =>
  recordAudit(tx, actor, {
    action: 'member.join',
    subjectKind: 'user',
    subjectId: userId,
    orgId: invitation.orgId,
    after: { role: invitation.role, invitation: invitation.id },
  });
