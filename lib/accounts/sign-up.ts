import { and, asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { memberships, organisations, users } from '#db/schema/accounts.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { hashPassword } from '#lib/auth/password-hash.ts';
import { userActor } from '#lib/auth/user-actor.ts';
import { newId } from '#lib/ids/new-id.ts';
import { acceptLegalText } from '#lib/legal/accept-text.ts';
import { portalLink } from '#lib/mail/portal-link.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';
import { bucketsFor } from '#lib/rate-limits/buckets.ts';
import { takeToken } from '#lib/rate-limits/take-token.ts';
import {
  emailField,
  localeField,
  newPasswordField,
  organisationNameField,
  personNameField,
} from './fields.ts';
import { sendVerification } from './send-verification.ts';
import { steadily } from './steadily.ts';

export const signUpInput = z
  .object({
    name: personNameField,
    organisation: organisationNameField,
    email: emailField,
    password: newPasswordField,
    locale: localeField,
    /** The version of the terms that was shown. */
    termsId: z.uuid(),
    accepted: z.literal('on', 'auth.acceptTerms'),
  })
  .brand<'SignUp'>();
export type SignUp = z.output<typeof signUpInput>;

/**
 * Makes a person with an organisation they own, keeps which terms they accepted, and sends a link that confirms the
 * address. The answer is the same whether the address is new or not, and takes as long: an address that has an account is
 * told so by mail.
 * Signing up again before confirming replaces what was entered and ends the earlier link.
 */
export function signUp(
  input: SignUp,
  client: { address: string },
  conn: Conn = db(),
): Promise<{ email: string }> {
  return steadily(() => enter(input, client, conn));
}

async function enter(input: SignUp, client: { address: string }, conn: Conn): Promise<{ email: string }> {
  for (const bucket of bucketsFor('signUp', input.email, client.address)) await takeToken(bucket, conn);
  const passwordHash = await hashPassword(input.password);
  await conn.transaction(async (tx) => {
    const entered = { name: input.name, locale: input.locale, passwordHash };
    const id = newId();
    const [added] = await tx
      .insert(users)
      .values({ id, email: input.email, ...entered })
      .onConflictDoNothing()
      .returning({ id: users.id });
    if (added) return complete(tx, { id, ...input }, await ownOrganisation(tx, id, input.organisation));
    const [known] = await tx.select().from(users).where(eq(users.email, input.email)).for('update');
    if (!known) throw new Error('an address in use belongs to nobody');
    if (known.emailVerifiedAt || known.disabledAt) return tellAccountExists(tx, known);
    await tx.update(users).set(entered).where(eq(users.id, known.id));
    const orgId = await renameOwn(tx, known.id, input.organisation);
    await complete(tx, { id: known.id, ...input }, orgId);
  });
  return { email: input.email };
}

async function ownOrganisation(tx: Conn, userId: string, name: string): Promise<string> {
  const orgId = newId();
  await tx.insert(organisations).values({ id: orgId, name });
  await tx.insert(memberships).values({ id: newId(), orgId, userId, role: 'owner' });
  return orgId;
}

async function renameOwn(tx: Conn, userId: string, name: string): Promise<string> {
  const [own] = await tx
    .select({ orgId: memberships.orgId })
    .from(memberships)
    .where(and(eq(memberships.userId, userId), eq(memberships.role, 'owner')))
    .orderBy(asc(memberships.createdAt))
    .limit(1);
  if (!own) return ownOrganisation(tx, userId, name);
  await tx.update(organisations).set({ name }).where(eq(organisations.id, own.orgId));
  return own.orgId;
}

async function complete(
  tx: Conn,
  person: { id: string; name: string; email: string; locale: string; termsId: string },
  orgId: string,
): Promise<void> {
  const actor = userActor({ userId: person.id, name: person.name, orgId, role: 'owner', suspendedFor: null });
  await acceptLegalText(tx, actor, { legalTextId: person.termsId });
  await sendVerification(tx, person);
  await recordAudit(tx, actor, { action: 'account.signUp', subjectKind: 'user', subjectId: person.id });
}

async function tellAccountExists(tx: Conn, known: { email: string; name: string; locale: string }) {
  await queueMail(tx, {
    to: known.email,
    template: 'accountExists',
    locale: known.locale,
    values: { name: known.name, url: portalLink('/sign-in') },
  });
}
