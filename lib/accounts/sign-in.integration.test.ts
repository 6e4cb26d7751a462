import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { mails, memberships, organisations, sessions, users } from '#db/schema/accounts.ts';
import { testPassword, testPerson } from '#db/testing/test-person.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { findSession, type Session } from '#lib/auth/find-session.ts';
import { demand } from '#lib/access/demand.ts';
import { actorOfSession } from '#lib/auth/get-actor.ts';
import { revokeSession, revokeSessionsOf } from './revoke-session.ts';
import { signIn, signInInput } from './sign-in.ts';

testDatabase();

const client = { address: '', userAgent: 'test' };
const as = (email: string, password = testPassword) => signInInput.parse({ email, password });

it('opens a session whose actor has the role of the membership', async () => {
  const person = await testPerson({ role: 'developer' });
  const { session } = await signIn(as(` ${person.email.toUpperCase()} `), client);
  const found = await findSession(session);
  expect(found).toMatchObject({ userId: person.id, org: { id: person.orgId, role: 'developer' } });
  const actor = found && actorOfSession(found);
  expect(actor?.can.has('app.deploy')).toBe(true);
  expect(actor?.can.has('member.manage')).toBe(false);
});

it('gives one answer to a wrong password, an unknown address and a disabled account', async () => {
  const person = await testPerson();
  const disabled = await testPerson();
  await db().update(users).set({ disabledAt: new Date() }).where(eq(users.id, disabled.id));
  for (const attempt of [
    as(person.email, 'wrong wrong wrong'),
    as('nobody@people.test'),
    as(disabled.email),
  ]) {
    await expect(signIn(attempt, client)).rejects.toMatchObject({
      code: 'unauthenticated',
      messageId: 'auth.wrongCredentials',
    });
  }
});

it('sends a new link instead of a session while the address is not confirmed', async () => {
  const person = await testPerson({ confirmed: false });
  await expect(signIn(as(person.email), client)).rejects.toMatchObject({
    messageId: 'auth.emailNotConfirmed',
  });
  expect(await db().select().from(mails).where(eq(mails.toAddress, person.email))).toMatchObject([
    { template: 'verifyEmail', state: 'queued' },
  ]);
  expect(await db().$count(sessions, eq(sessions.userId, person.id))).toBe(0);
});

it('fills nobody’s mailbox: after three links in a row it waits', async () => {
  const person = await testPerson({ confirmed: false });
  const answers: unknown[] = [];
  for (let time = 0; time < 5; time += 1)
    await signIn(as(person.email), client).catch(({ code }: { code: string }) => answers.push(code));
  expect(answers).toEqual(['refused', 'refused', 'refused', 'rateLimited', 'rateLimited']);
  expect(await db().$count(mails, eq(mails.toAddress, person.email))).toBe(3);
});

it('refuses after ten wrong guesses, even at once, and does not count what succeeds', async () => {
  const person = await testPerson();
  for (let i = 0; i < 12; i += 1) await signIn(as(person.email), client);
  const guesses = await Promise.allSettled(
    Array.from({ length: 14 }, () => signIn(as(person.email, 'guess guess guess'), client)),
  );
  const codes = guesses.map((guess) =>
    guess.status === 'rejected' ? (guess.reason as { code: string }).code : 'in',
  );
  expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(10);
  expect(codes.filter((code) => code === 'rateLimited')).toHaveLength(4);
  await expect(signIn(as(person.email), client)).rejects.toMatchObject({ code: 'rateLimited' });
});

it('ends a session at once when it is revoked, over, or its person is disabled', async () => {
  const person = await testPerson();
  const open = async () => (await signIn(as(person.email), client)).session;
  const [revoked, over, kept] = [await open(), await open(), await open()];
  await revokeSession(revoked);
  await db()
    .update(sessions)
    .set({ expiresAt: sql`now()` })
    .where(eq(sessions.id, over.sessionId));
  expect(await findSession(revoked)).toBeNull();
  expect(await findSession(over)).toBeNull();
  expect(await findSession(kept)).not.toBeNull();
  expect(await findSession({ ...kept, userId: (await testPerson()).id })).toBeNull();
  await db().transaction((tx) => revokeSessionsOf(tx, person.id));
  expect(await findSession(kept)).toBeNull();
  const later = await open();
  await db().update(users).set({ disabledAt: new Date() }).where(eq(users.id, person.id));
  expect(await findSession(later)).toBeNull();
});

it('follows the membership: a role taken away is gone at the next request; a suspended organisation only reads', async () => {
  const person = await testPerson({ role: 'admin' });
  const { session } = await signIn(as(person.email), client);
  const can = async (permission: 'app.deploy' | 'app.read') => {
    const found = await findSession(session);
    return found && actorOfSession(found).can.has(permission);
  };
  expect(await can('app.deploy')).toBe(true);
  await db().update(memberships).set({ role: 'viewer' }).where(eq(memberships.userId, person.id));
  expect(await can('app.deploy')).toBe(false);
  await db().update(memberships).set({ role: 'owner' }).where(eq(memberships.userId, person.id));
  await db()
    .update(organisations)
    .set({ suspendedAt: new Date(), suspensionReason: 'unpaid bills' })
    .where(eq(organisations.id, person.orgId));
  expect([await can('app.read'), await can('app.deploy')]).toEqual([true, false]);
  const found = await findSession(session);
  // What the role would allow is refused with the reason, what it never did with the role.
  const refusal = (permission: 'app.deploy' | 'portal.read') => () =>
    demand(actorOfSession(found as Session), permission);
  expect(refusal('app.deploy')).toThrow(
    expect.objectContaining({
      code: 'forbidden',
      messageId: 'errors.organisationSuspended',
      params: { reason: 'unpaid bills' },
    }),
  );
  expect(refusal('portal.read')).toThrow(expect.objectContaining({ messageId: 'errors.forbidden' }));
  await db().delete(memberships).where(eq(memberships.userId, person.id));
  expect([await can('app.read'), (await findSession(session))?.org]).toEqual([false, null]);
});
