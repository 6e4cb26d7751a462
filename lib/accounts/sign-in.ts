import { and, asc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { memberships, users } from '#db/schema/accounts.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { openSession, type Client } from '#lib/auth/open-session.ts';
import { verifyPassword } from '#lib/auth/password-hash.ts';
import type { SessionIds } from '#lib/auth/session-token.ts';
import { userActor } from '#lib/auth/user-actor.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { bucketsFor } from '#lib/rate-limits/buckets.ts';
import { returnToken, takeToken } from '#lib/rate-limits/take-token.ts';
import { emailField, passwordField } from './fields.ts';
import { sendVerification } from './send-verification.ts';

export const signInInput = z.object({ email: emailField, password: passwordField }).brand<'SignIn'>();
export type SignIn = z.output<typeof signInInput>;

/**
 * Opens a session for a person who knows their password. An unknown address, a wrong password and a disabled account
 * give one answer after the same work. An address never confirmed is sent a new link instead of a session. Limited by
 * account and address (`rateLimited`); attempts that succeed do not count.
 */
export async function signIn(
  input: SignIn,
  client: Client,
  conn: Conn = db(),
): Promise<{ session: SessionIds; actor: Actor }> {
  const person = await checkPassword(input, client, conn);
  if (!person.emailVerifiedAt) {
    for (const bucket of bucketsFor('verifyEmail', input.email, client.address))
      await takeToken(bucket, conn);
    await conn.transaction((tx) => sendVerification(tx, person));
    throw new AppError('refused', 'auth.emailNotConfirmed', { email: input.email });
  }
  return conn.transaction(async (tx) => {
    if (!(await isUnchanged(tx, person))) throw new AppError('unauthenticated', 'auth.wrongCredentials');
    return admit(tx, person, client);
  });
}

type Person = typeof users.$inferSelect;

/** The person with this address and password; limited, and silent about which of the two was wrong. */
export async function checkPassword(input: SignIn, client: Client, conn: Conn): Promise<Person> {
  const buckets = bucketsFor('signIn', input.email, client.address);
  for (const bucket of buckets) await takeToken(bucket, conn);
  const [person] = await conn
    .select()
    .from(users)
    .where(and(eq(users.email, input.email), isNull(users.disabledAt)));
  const matches = await verifyPassword(person?.passwordHash ?? null, input.password);
  if (!person || !matches) throw new AppError('unauthenticated', 'auth.wrongCredentials');
  for (const bucket of buckets) await returnToken(bucket, conn);
  return person;
}

/**
 * Whether the password that was checked is still the person's, and the account not disabled. Asked in the transaction that
 * opens a session: a reset that ended every session in between must not be outlived by one more.
 */
export async function isUnchanged(tx: Conn, person: Person): Promise<boolean> {
  const [same] = await tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.id, person.id),
        eq(users.passwordHash, person.passwordHash ?? ''),
        isNull(users.disabledAt),
      ),
    )
    .for('no key update');
  return same !== undefined;
}

/** Opens a session in the name of the person's first organisation, or of the one named. */
export async function admit(
  tx: Conn,
  person: { id: string; name: string },
  client: Client,
  orgId?: string,
): Promise<{ session: SessionIds; actor: Actor }> {
  const mine = await tx
    .select({ orgId: memberships.orgId, role: memberships.role })
    .from(memberships)
    .where(eq(memberships.userId, person.id))
    .orderBy(asc(memberships.createdAt), asc(memberships.id));
  const chosen = mine.find((membership) => membership.orgId === orgId) ?? mine[0];
  const session = await openSession(tx, { userId: person.id, orgId: chosen?.orgId ?? null, client });
  const actor = userActor({
    userId: person.id,
    name: person.name,
    orgId: chosen?.orgId ?? null,
    role: chosen?.role ?? null,
    suspendedFor: null,
  });
  await recordAudit(tx, actor, {
    action: 'session.open',
    subjectKind: 'session',
    subjectId: session.sessionId,
  });
  return { session, actor };
}
