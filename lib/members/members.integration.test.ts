import { and, desc, eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { invitations, mails, memberships, organisations, sessions } from '#db/schema/accounts.ts';
import { auditLog } from '#db/schema/audit.ts';
import { rolledBack, testDatabase } from '#db/testing/test-database.ts';
import { untilOneWaits } from '#db/testing/until-one-waits.ts';
import { testPassword, testPerson } from '#db/testing/test-person.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { systemActor, type Actor } from '#lib/auth/actor.ts';
import { appointAdministrator, appointAdministratorInput } from './appoint-administrator.ts';
import { findSession } from '#lib/auth/find-session.ts';
import { signIn, signInInput } from '#lib/accounts/sign-in.ts';
import { newId } from '#lib/ids/new-id.ts';
import { currentLegalText } from '#lib/legal/current-text.ts';
import { switchOrganisation, switchOrganisationInput } from '#lib/organisations/switch-organisation.ts';
import {
  acceptAsNew,
  acceptAsNewInput,
  acceptInvitation,
  acceptInvitationInput,
} from './accept-invitation.ts';
import { changeRole, changeRoleInput } from './change-role.ts';
import { inviteMember, inviteMemberInput } from './invite-member.ts';
import { listInvitations, listMembers } from './list-members.ts';
import { readInvitation } from './read-invitation.ts';
import { removeMember, removeMemberInput } from './remove-member.ts';
import { revokeInvitation, revokeInvitationInput } from './revoke-invitation.ts';

testDatabase();

const client = { address: '', userAgent: 'test' };
const invite = (actor: Actor, email: string, role = 'developer', requestId = newId()) =>
  inviteMember(actor, inviteMemberInput.parse({ requestId, email, role, locale: 'en' }));
const accept = (actor: Actor, token: string) =>
  acceptInvitation(actor, acceptInvitationInput.parse({ token }));
const setRole = (actor: Actor, userId: string, role: string) =>
  changeRole(actor, changeRoleInput.parse({ userId, role }));
const remove = (actor: Actor, userId: string) => removeMember(actor, removeMemberInput.parse({ userId }));

async function linkTo(email: string): Promise<string> {
  const [mail] = await db()
    .select()
    .from(mails)
    .where(and(eq(mails.toAddress, email), eq(mails.template, 'invitation')))
    .orderBy(desc(mails.createdAt))
    .limit(1);
  return /invitations\/([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

async function asNew(token: string, name = 'New Person') {
  const terms = await currentLegalText('terms', 'en');
  const input = {
    token,
    name,
    password: 'long enough for me',
    locale: 'en',
    termsId: terms.id,
    accepted: 'on',
  };
  return acceptAsNew(acceptAsNewInput.parse(input), client);
}

it('invites by mail, once for a repeated request, and replaces an earlier invitation', async () => {
  const owner = await testPerson();
  const requestId = newId();
  const first = await invite(owner.actor, 'a@new.test', 'viewer', requestId);
  expect(await invite(owner.actor, 'a@new.test', 'viewer', requestId)).toEqual(first);
  expect(await db().$count(mails, eq(mails.toAddress, 'a@new.test'))).toBe(1);
  const early = await linkTo('a@new.test');
  await invite(owner.actor, 'A@new.test ', 'developer');
  expect(await readInvitation(early)).toBeNull();
  expect(await listInvitations(owner.actor)).toMatchObject([{ email: 'a@new.test', role: 'developer' }]);
});

it('lets a person join while the same address is invited again, and invites no member', async () => {
  const [owner, guest] = [await testPerson(), await testPerson()];
  await invite(owner.actor, guest.email, 'viewer');
  let again: Promise<unknown> | undefined;
  // As acceptInvitation does it, stood still between its two steps.
  await db().transaction(async (tx) => {
    await tx
      .update(invitations)
      .set({ acceptedAt: sql`now()` })
      .where(eq(invitations.email, guest.email));
    again = invite(owner.actor, guest.email);
    await untilOneWaits();
    await tx
      .insert(memberships)
      .values({ id: newId(), orgId: owner.orgId, userId: guest.id, role: 'viewer' });
  });
  await expect(again).rejects.toMatchObject({ messageId: 'organisation.alreadyMember' });
  expect(await listInvitations(owner.actor)).toEqual([]);
});

it('writes no mail when the invitation is rolled back', async () => {
  const owner = await testPerson();
  await rolledBack(async (tx) => {
    const input = inviteMemberInput.parse({
      requestId: newId(),
      email: 'b@new.test',
      role: 'viewer',
      locale: 'en',
    });
    await inviteMember(owner.actor, input, tx);
    expect(await tx.$count(mails, eq(mails.toAddress, 'b@new.test'))).toBe(1);
  });
  expect(await db().$count(mails, eq(mails.toAddress, 'b@new.test'))).toBe(0);
});

it('makes an account from a link, in the invited role, and signs in; the link works once even for two at once', async () => {
  const owner = await testPerson();
  await invite(owner.actor, 'c@new.test');
  const token = await linkTo('c@new.test');
  expect(await readInvitation(token)).toMatchObject({
    email: 'c@new.test',
    hasAccount: false,
    orgId: owner.orgId,
  });
  const results = await Promise.allSettled([asNew(token), asNew(token)]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  const members = await listMembers(owner.actor);
  expect(members.map((member) => [member.email, member.role])).toEqual([
    [owner.email, 'owner'],
    ['c@new.test', 'developer'],
  ]);
  await expect(invite(owner.actor, 'c@new.test')).rejects.toMatchObject({
    messageId: 'organisation.alreadyMember',
  });
});

it('lets an existing person join with their own account only, and act for either organisation', async () => {
  const [owner, guest, stranger] = [await testPerson(), await testPerson(), await testPerson()];
  await invite(owner.actor, guest.email, 'billing');
  const token = await linkTo(guest.email);
  await expect(asNew(token)).rejects.toMatchObject({ messageId: 'organisation.signInToAccept' });
  await expect(accept(stranger.actor, token)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await accept(guest.actor, token)).toEqual({ orgId: owner.orgId });
  await expect(accept(guest.actor, token)).rejects.toMatchObject({ code: 'expired' });
  const { session } = await signIn(signInInput.parse({ email: guest.email, password: testPassword }), client);
  expect(await findSession(session)).toMatchObject({ org: { id: guest.orgId } });
  const to = (orgId: string) =>
    switchOrganisation(guest.actor, switchOrganisationInput.parse({ orgId }), { ...session, client });
  await expect(to(stranger.orgId)).rejects.toMatchObject({ code: 'notFound' });
  const switched = await to(owner.orgId);
  expect(await findSession(session)).toBeNull();
  expect(await findSession(switched)).toMatchObject({ org: { id: owner.orgId, role: 'billing' } });
  await remove(owner.actor, guest.id);
  expect(await findSession(switched)).toMatchObject({ org: { id: guest.orgId } });
});

it('refuses an invitation that was taken back or is too old', async () => {
  const owner = await testPerson();
  const { id } = await invite(owner.actor, 'd@new.test');
  const token = await linkTo('d@new.test');
  const stranger = await testPerson();
  const revoke = (actor: Actor) => revokeInvitation(actor, revokeInvitationInput.parse({ invitationId: id }));
  await expect(revoke(stranger.actor)).rejects.toMatchObject({ code: 'notFound' });
  await revoke(owner.actor);
  await expect(asNew(token)).rejects.toMatchObject({ code: 'expired' });
  await invite(owner.actor, 'e@new.test');
  await db()
    .update(invitations)
    .set({ expiresAt: sql`now()` })
    .where(eq(invitations.email, 'e@new.test'));
  await expect(asNew(await linkTo('e@new.test'))).rejects.toMatchObject({ code: 'expired' });
});

it('keeps roles to those who may give them', async () => {
  const owner = await testPerson();
  const join = (role: 'admin' | 'developer' | 'viewer') => testPerson({ role, orgId: owner.orgId });
  const [admin, developer, viewer] = [await join('admin'), await join('developer'), await join('viewer')];
  for (const actor of [developer.actor, viewer.actor]) {
    await expect(invite(actor, 'x@new.test', 'viewer')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(setRole(actor, actor.id, 'admin')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(remove(actor, admin.id)).rejects.toMatchObject({ code: 'forbidden' });
  }
  await expect(invite(admin.actor, 'x@new.test', 'owner')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(invite(owner.actor, 'x@new.test', 'operator')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(setRole(admin.actor, admin.id, 'owner')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(setRole(admin.actor, owner.id, 'viewer')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(remove(admin.actor, owner.id)).rejects.toMatchObject({ code: 'forbidden' });
  await setRole(admin.actor, viewer.id, 'developer');
  const stranger = await testPerson();
  await expect(setRole(stranger.actor, viewer.id, 'viewer')).rejects.toMatchObject({ code: 'notFound' });
  await expect(remove(stranger.actor, viewer.id)).rejects.toMatchObject({ code: 'notFound' });
  expect((await listMembers(stranger.actor)).map((member) => member.userId)).toEqual([stranger.id]);
  expect(
    await db().$count(
      auditLog,
      and(eq(auditLog.action, 'member.changeRole'), eq(auditLog.orgId, owner.orgId)),
    ),
  ).toBe(1);
});

it('is never left without an owner, even when two leave at once', async () => {
  const owner = await testPerson();
  await expect(remove(owner.actor, owner.id)).rejects.toMatchObject({ messageId: 'organisation.lastOwner' });
  await expect(setRole(owner.actor, owner.id, 'viewer')).rejects.toMatchObject({ code: 'refused' });
  const second = await testPerson({ orgId: owner.orgId });
  const results = await Promise.allSettled([remove(owner.actor, owner.id), remove(second.actor, second.id)]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await db().$count(memberships, eq(memberships.orgId, owner.orgId))).toBe(1);
});

it('rules staff by staff roles', async () => {
  const boss = await testPerson({ role: 'administrator', kind: 'portal' });
  const operator = await testPerson({ role: 'operator', orgId: boss.orgId });
  await expect(invite(boss.actor, 's@new.test', 'owner')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(invite(operator.actor, 's@new.test', 'support')).rejects.toMatchObject({ code: 'forbidden' });
  await invite(boss.actor, 's@new.test', 'support');
  await expect(setRole(boss.actor, boss.id, 'support')).rejects.toMatchObject({ code: 'refused' });
  expect(await listMembers(operator.actor)).toHaveLength(2);
});

it('the command makes the first administrator of a portal without staff, of a confirmed account only', async () => {
  const appoint = (email: string, actor: Actor = systemActor('test command')) =>
    appointAdministrator(actor, appointAdministratorInput.parse({ email }));
  await rolledBack(async (tx) => {
    await tx.delete(memberships);
    await tx.delete(invitations);
    await tx.update(sessions).set({ orgId: null });
    await tx.delete(organisations).where(eq(organisations.kind, 'portal'));
    const person = await testPerson({}, tx);
    const unconfirmed = await testPerson({ confirmed: false }, tx);
    const inside = (email: string) =>
      appointAdministrator(systemActor('test command'), appointAdministratorInput.parse({ email }), tx);
    await expect(inside(unconfirmed.email)).rejects.toMatchObject({ code: 'notFound' });
    expect(await inside(person.email.toUpperCase())).toEqual({ name: person.name, already: false });
    expect(await inside(person.email)).toEqual({ name: person.name, already: true });
    const [staff] = await tx
      .select({ role: memberships.role, kind: organisations.kind })
      .from(memberships)
      .innerJoin(organisations, eq(organisations.id, memberships.orgId))
      .where(and(eq(memberships.userId, person.id), eq(organisations.kind, 'portal')));
    expect(staff).toEqual({ role: 'administrator', kind: 'portal' });
  });
  const outsider = await testPerson();
  for (const role of ['owner', 'operator', 'administrator'] as const)
    await expect(appoint(outsider.email, testActor({ role }))).rejects.toMatchObject({ code: 'forbidden' });
});

it('who is removed or given less does not come back by an invitation of their own', async () => {
  const boss = await testPerson({ role: 'administrator', kind: 'customer' });
  const open = async () => {
    const rows = await listInvitations(boss.actor);
    return rows.map(({ email }) => email).sort();
  };
  const second = await testPerson({ role: 'administrator', orgId: boss.orgId });
  await invite(boss.actor, 'boss@sent.test', 'support');
  await invite(second.actor, 'second@sent.test', 'administrator');
  await setRole(boss.actor, second.id, 'operator');
  expect(await open()).toEqual(['boss@sent.test']);
  await setRole(boss.actor, second.id, 'administrator');
  await invite(second.actor, 'second@sent.test', 'administrator');
  await remove(boss.actor, second.id);
  expect(await open()).toEqual(['boss@sent.test']);

  const owner = await testPerson();
  const deputy = await testPerson({ orgId: owner.orgId });
  await invite(deputy.actor, 'owner@sent.test', 'owner');
  await invite(deputy.actor, 'viewer@sent.test', 'viewer');
  await setRole(owner.actor, deputy.id, 'admin');
  expect((await listInvitations(owner.actor)).map(({ email }) => email)).toEqual(['viewer@sent.test']);
});
