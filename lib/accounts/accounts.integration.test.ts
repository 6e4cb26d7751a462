import { and, desc, eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db, type Conn } from '#db/connection.ts';
import { emailTokens, mails, memberships, organisations, sessions, users } from '#db/schema/accounts.ts';
import { auditLog } from '#db/schema/audit.ts';
import { legalAcceptances } from '#db/schema/brand.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { testPassword, testPerson } from '#db/testing/test-person.ts';
import { findSession } from '#lib/auth/find-session.ts';
import { systemActor } from '#lib/auth/actor.ts';
import { currentLegalText } from '#lib/legal/current-text.ts';
import { changePassword, changePasswordInput } from './change-password.ts';
import { confirmEmail, confirmEmailInput } from './confirm-email.ts';
import { endOtherSessions, endSession, endSessionInput } from './end-session.ts';
import { listSessions } from './list-sessions.ts';
import { requestPasswordReset, requestPasswordResetInput } from './request-password-reset.ts';
import { resetPassword, resetPasswordInput } from './reset-password.ts';
import { signIn, signInInput } from './sign-in.ts';
import { signUp, signUpInput } from './sign-up.ts';

testDatabase();

const client = { address: '', userAgent: 'test' };
let people = 0;
const freshEmail = () => `new${(people += 1)}@people.test`;

async function form(email: string, change: Record<string, string> = {}) {
  const terms = await currentLegalText('terms', 'en');
  return signUpInput.parse({
    name: 'Ada Li',
    organisation: 'Ada Ltd',
    email,
    password: 'a long enough one',
    locale: 'zh',
    termsId: terms.id,
    accepted: 'on',
    ...change,
  });
}

/** The link of the newest mail to an address. */
async function linkTo(email: string, template: string): Promise<string> {
  const [mail] = await db()
    .select()
    .from(mails)
    .where(and(eq(mails.toAddress, email), eq(mails.template, template)))
    .orderBy(desc(mails.createdAt))
    .limit(1);
  return /token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

it('signs up with organisation, accepted terms, mail and audit in one go, and confirms by link and password', async () => {
  const email = freshEmail();
  await signUp(await form(email), client);
  const [person] = await db().select().from(users).where(eq(users.email, email));
  const userId = person?.id ?? '';
  expect(person?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const [membership] = await db()
    .select({ role: memberships.role, name: organisations.name, orgId: organisations.id })
    .from(memberships)
    .innerJoin(organisations, eq(organisations.id, memberships.orgId))
    .where(eq(memberships.userId, userId));
  expect(membership).toMatchObject({ role: 'owner', name: 'Ada Ltd' });
  expect(await db().$count(legalAcceptances, eq(legalAcceptances.userId, userId))).toBe(1);
  expect(await db().$count(auditLog, eq(auditLog.actorId, userId))).toBe(1);
  const token = await linkTo(email, 'verifyEmail');
  const confirm = (password: string) => confirmEmail(confirmEmailInput.parse({ token, password }), client);
  await expect(confirm('not the password')).rejects.toMatchObject({ code: 'unauthenticated' });
  const { session, actor } = await confirm('a long enough one');
  expect(actor.orgId).toBe(membership?.orgId);
  expect(await findSession(session)).toMatchObject({ email });
  await expect(confirm('a long enough one')).rejects.toMatchObject({ code: 'expired' });
});

it('answers the same for an address that has an account, and tells its owner by mail only', async () => {
  const known = await testPerson();
  const fresh = freshEmail();
  expect(await signUp(await form(known.email), client)).toEqual({ email: known.email });
  expect(await signUp(await form(fresh), client)).toEqual({ email: fresh });
  expect(await db().select().from(mails).where(eq(mails.toAddress, known.email))).toMatchObject([
    { template: 'accountExists' },
  ]);
  await signIn(signInInput.parse({ email: known.email, password: testPassword }), client);
});

it('signing up again before confirming replaces what was entered, twice at once makes one person', async () => {
  const email = freshEmail();
  await Promise.all([signUp(await form(email), client), signUp(await form(email), client)]);
  const early = await linkTo(email, 'verifyEmail');
  await signUp(await form(email, { password: 'another long one', organisation: 'Second Ltd' }), client);
  expect(await db().$count(users, eq(users.email, email))).toBe(1);
  await expect(
    confirmEmail(confirmEmailInput.parse({ token: early, password: 'another long one' }), client),
  ).rejects.toMatchObject({ code: 'expired' });
  const token = await linkTo(email, 'verifyEmail');
  await confirmEmail(confirmEmailInput.parse({ token, password: 'another long one' }), client);
  await expect(signUp(await form(email), client)).rejects.toMatchObject({ code: 'rateLimited' });
});

it('refuses a form without acceptance, with old terms, a short password or a link for a name', async () => {
  const input = await form(freshEmail());
  expect(signUpInput.safeParse({ ...input, accepted: undefined }).success).toBe(false);
  expect(signUpInput.safeParse({ ...input, password: 'too short' }).success).toBe(false);
  expect(signUpInput.safeParse({ ...input, name: 'see https://evil.test' }).success).toBe(false);
  const unknown = await form(freshEmail(), { termsId: crypto.randomUUID() });
  await expect(signUp(unknown, client)).rejects.toMatchObject({ messageId: 'legal.unknownText' });
  expect(await db().$count(users, eq(users.email, unknown.email))).toBe(0);
});

it('resets by a link that works once, ends every session, and says so by mail', async () => {
  const person = await testPerson();
  const before = (await signIn(signInInput.parse({ email: person.email, password: testPassword }), client))
    .session;
  const ask = (email: string) => requestPasswordReset(requestPasswordResetInput.parse({ email }), client);
  expect(await ask('nobody@people.test')).toEqual({ email: 'nobody@people.test' });
  await ask(person.email);
  const token = await linkTo(person.email, 'resetPassword');
  const reset = () => resetPassword(resetPasswordInput.parse({ token, password: 'a brand new one' }), client);
  const results = await Promise.allSettled([reset(), reset()]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await findSession(before)).toBeNull();
  expect(await linkTo(person.email, 'passwordChanged')).toBe('');
  expect(await db().$count(mails, eq(mails.toAddress, person.email))).toBe(2);
  await signIn(signInInput.parse({ email: person.email, password: 'a brand new one' }), client);
  await ask(person.email);
  const old = await linkTo(person.email, 'resetPassword');
  await db()
    .update(emailTokens)
    .set({ expiresAt: sql`now()` })
    .where(eq(emailTokens.userId, person.id));
  await expect(
    resetPassword(resetPasswordInput.parse({ token: old, password: 'a brand new one' }), client),
  ).rejects.toMatchObject({ code: 'expired' });
});

it('changes a password knowing the old one, under a new session', async () => {
  const person = await testPerson();
  const before = (await signIn(signInInput.parse({ email: person.email, password: testPassword }), client))
    .session;
  const change = (current: string) =>
    changePassword(
      person.actor,
      changePasswordInput.parse({ current, password: 'an even longer one' }),
      client,
    );
  await expect(change('not that one')).rejects.toMatchObject({ field: 'current' });
  const { session } = await change(testPassword);
  expect(await findSession(before)).toBeNull();
  expect(await findSession(session)).not.toBeNull();
  await expect(
    changePassword(
      systemActor('test'),
      changePasswordInput.parse({ current: 'x', password: 'long enough x' }),
      client,
    ),
  ).rejects.toMatchObject({ code: 'forbidden' });
});

it('opens nothing for whoever knew the old password when a reset comes in between', async () => {
  const reset = async (email: string) => {
    await requestPasswordReset(requestPasswordResetInput.parse({ email }), client);
    const token = await linkTo(email, 'resetPassword');
    return resetPassword(resetPasswordInput.parse({ token, password: 'a brand new one' }), client);
  };
  /** The database, with a reset that commits just before the next transaction begins. */
  const overtaken = (email: string): Conn =>
    new Proxy(db(), {
      get: (target, name) =>
        name === 'transaction'
          ? async (...call: Parameters<Conn['transaction']>) => {
              await reset(email);
              return target.transaction(...call);
            }
          : Reflect.get(target, name),
    });
  const [signing, changing] = [await testPerson(), await testPerson()];
  const credentials = signInInput.parse({ email: signing.email, password: testPassword });
  await expect(signIn(credentials, client, overtaken(signing.email))).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  const change = changePasswordInput.parse({ current: testPassword, password: 'the intruder’s own' });
  await expect(
    changePassword(changing.actor, change, client, overtaken(changing.email)),
  ).rejects.toMatchObject({ field: 'current' });
  for (const { email, actor } of [signing, changing]) {
    expect(await listSessions(actor)).toHaveLength(1);
    await signIn(signInInput.parse({ email, password: 'a brand new one' }), client);
  }
});

it('lists and ends one’s own sessions only', async () => {
  const [person, stranger] = [await testPerson(), await testPerson()];
  const open = async () =>
    (await signIn(signInInput.parse({ email: person.email, password: testPassword }), client)).session;
  const [first, second, third] = [await open(), await open(), await open()];
  expect(await listSessions(person.actor)).toHaveLength(3);
  expect(await listSessions(stranger.actor)).toHaveLength(0);
  const end = (actor: typeof person.actor) =>
    endSession(actor, endSessionInput.parse({ sessionId: first.sessionId }));
  await expect(end(stranger.actor)).rejects.toMatchObject({ code: 'notFound' });
  await end(person.actor);
  await end(person.actor);
  expect(await findSession(first)).toBeNull();
  expect(await endOtherSessions(person.actor, second)).toEqual({ ended: 1 });
  expect(await findSession(third)).toBeNull();
  expect(await findSession(second)).not.toBeNull();
  expect(await db().$count(sessions, eq(sessions.userId, person.id))).toBe(3);
  await expect(listSessions(testActor({ can: [] }))).resolves.toEqual([]);
});
