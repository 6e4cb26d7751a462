import { and, eq, inArray } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { mails, memberships, organisations, users } from '#db/schema/accounts.ts';
import { appNodes, apps } from '#db/schema/apps.ts';
import { auditLog } from '#db/schema/audit.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { testPerson } from '#db/testing/test-person.ts';
import { createApiKey, createApiKeyInput } from '#lib/api-keys/create-api-key.ts';
import { createApiToken, createApiTokenInput } from '#lib/api-tokens/create-api-token.ts';
import { getApp } from '#lib/apps/get-app.ts';
import { policyOf } from '#lib/apps/policy-of.ts';
import { resumeAnyApp, resumeApp, resumeAppInput } from '#lib/apps/resume-app.ts';
import { suspendAnyApp, suspendAnyAppInput, suspendApp, suspendAppInput } from '#lib/apps/suspend-app.ts';
import { activeApp, nodesOf, testNetwork, type TestNetwork } from '#lib/apps/testing/app-fixture.ts';
import { actorOfToken } from '#lib/auth/actor-of-token.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { newId } from '#lib/ids/new-id.ts';
import { readCustomer } from './read-customer.ts';
import { searchCustomers, searchCustomersInput } from './search-customers.ts';
import { resumeCustomer, resumeCustomerInput } from './resume-customer.ts';
import { suspendCustomer, suspendCustomerInput } from './suspend-customer.ts';

testDatabase();

let network: TestNetwork;
beforeAll(async () => {
  network = await testNetwork();
});

const operator = testActor({ role: 'operator' });
const reason = 'three unpaid invoices';
const suspension = (orgId: string) => suspendCustomerInput.parse({ requestId: newId(), orgId, reason });
const resumption = (orgId: string) => resumeCustomerInput.parse({ requestId: newId(), orgId });
const ofApp = (appId: string) => ({ requestId: newId(), appId });

/** Whether the gateways are told to refuse the app, with the version that tells them, by city node. */
async function refusals(appId: string): Promise<{ suspended: boolean | undefined; version: number }[]> {
  return Promise.all(
    (await nodesOf(appId)).map(async ({ id }) => {
      const policy = (await policyOf(db(), id))?.policy;
      return { suspended: policy?.suspended, version: policy?.version ?? 0 };
    }),
  );
}

const refused = async (appId: string) => (await refusals(appId)).map(({ suspended }) => suspended);

it('stops every app at every gateway, and lets go on only those that it stopped', async () => {
  const owner = await testPerson();
  const [running, own, held] = [
    await activeApp(owner.actor, network),
    await activeApp(owner.actor, network),
    await activeApp(owner.actor, network),
  ];
  const other = await activeApp(testActor(await testPerson()), network);
  await suspendApp(owner.actor, suspendAppInput.parse(ofApp(own.appId)));
  await suspendAnyApp(operator, suspendAnyAppInput.parse({ ...ofApp(held.appId), reason: 'abuse' }));
  const before = await refusals(running.appId);

  const once = suspension(owner.orgId);
  await suspendCustomer(operator, once);
  await suspendCustomer(operator, once);
  expect(await refusals(running.appId)).toEqual(
    before.map(({ version }) => ({ suspended: true, version: version + 1 })),
  );
  expect(await refused(other.appId)).toEqual([false, false]);
  await expect(suspendCustomer(operator, suspension(owner.orgId))).rejects.toMatchObject({
    code: 'conflict',
  });
  // Neither way of letting one app go on leads around it.
  await resumeApp(owner.actor, resumeAppInput.parse(ofApp(own.appId)));
  expect(await refused(own.appId)).toEqual([true, true]);
  await suspendApp(owner.actor, suspendAppInput.parse(ofApp(own.appId)));

  const again = resumption(owner.orgId);
  await resumeCustomer(operator, again);
  await resumeCustomer(operator, again);
  expect(await refusals(running.appId)).toEqual(
    before.map(({ version }) => ({ suspended: false, version: version + 2 })),
  );
  expect([await refused(own.appId), await refused(held.appId)]).toEqual([
    [true, true],
    [true, true],
  ]);
  expect(await getApp(owner.actor, held.appId)).toMatchObject({
    state: 'suspended',
    suspendedBy: 'operator',
  });
  await expect(resumeCustomer(operator, resumption(owner.orgId))).rejects.toMatchObject({ code: 'conflict' });
  await resumeAnyApp(operator, resumeAppInput.parse(ofApp(held.appId)));
  expect(await refused(held.appId)).toEqual([false, false]);
});

it('an app that comes up meanwhile is refused from its first policy on', async () => {
  const owner = await testPerson();
  const { appId } = await activeApp(owner.actor, network);
  // As it stands just before its nodes have answered.
  await db().update(apps).set({ state: 'creating' }).where(eq(apps.id, appId));
  await db().update(appNodes).set({ state: 'creating', policyVersion: 0 }).where(eq(appNodes.appId, appId));
  await suspendCustomer(operator, suspension(owner.orgId));
  await db().update(appNodes).set({ state: 'active', policyVersion: 1 }).where(eq(appNodes.appId, appId));
  expect(await refused(appId)).toEqual([true, true]);
});

it('programs may look and are told why they may do no more', async () => {
  const owner = await testPerson();
  const { appId } = await activeApp(owner.actor, network);
  const { secret } = await createApiToken(
    owner.actor,
    createApiTokenInput.parse({ requestId: newId(), name: 'ci', role: 'admin', lifetimeDays: '30' }),
  );
  await suspendCustomer(operator, suspension(owner.orgId));
  const token = (await actorOfToken(`Bearer ${secret}`)) as Actor; // it was made above
  expect(await getApp(token, appId)).toMatchObject({ id: appId });
  await expect(
    createApiKey(token, createApiKeyInput.parse({ requestId: newId(), appId, name: 'one more' })),
  ).rejects.toMatchObject({
    code: 'forbidden',
    messageId: 'errors.organisationSuspended',
    params: { reason },
  });
  expect(token.suspension?.withheld.has('member.manage')).toBe(false);
});

it('owners read the reason by mail in their language, and the audit log names who and why', async () => {
  const owner = await testPerson();
  const second = await testPerson({ orgId: owner.orgId });
  const viewer = await testPerson({ role: 'viewer', orgId: owner.orgId });
  await db().update(users).set({ locale: 'zh' }).where(eq(users.id, second.id));
  const { appId } = await activeApp(owner.actor, network);
  await suspendAnyApp(operator, suspendAnyAppInput.parse({ ...ofApp(appId), reason: 'abuse report 17' }));
  await resumeAnyApp(operator, resumeAppInput.parse(ofApp(appId)));
  await suspendCustomer(operator, suspension(owner.orgId));
  expect(await readCustomer(operator, owner.orgId)).toMatchObject({ suspensionReason: reason });
  for (const [state, found] of [
    ['suspended', [owner.orgId]],
    ['active', []],
  ] as const) {
    const { rows } = await searchCustomers(operator, searchCustomersInput.parse({ q: owner.email, state }));
    expect(rows.map(({ id }) => id)).toEqual(found);
  }
  await resumeCustomer(operator, resumption(owner.orgId));
  const sent = await db()
    .select()
    .from(mails)
    .where(inArray(mails.toAddress, [owner.email, second.email, viewer.email]));
  const texts = (template: string) => sent.filter((mail) => mail.template === template);
  for (const template of ['appSuspended', 'appResumed', 'organisationSuspended', 'organisationResumed'])
    expect(
      texts(template)
        .map(({ toAddress, locale }) => [toAddress, locale])
        .sort(),
      template,
    ).toEqual([[owner.email, 'en'] as const, [second.email, 'zh'] as const].sort());
  for (const { text } of texts('appSuspended')) expect(text).toContain('abuse report 17');
  for (const { text } of texts('organisationSuspended')) expect(text).toContain(reason);
  const entries = await db()
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.subjectId, owner.orgId), eq(auditLog.actorId, operator.id)))
    .orderBy(auditLog.id);
  expect(entries).toMatchObject([
    { action: 'organisation.suspend', orgId: owner.orgId, after: { reason, apps: 1 } },
    { action: 'organisation.resume', orgId: owner.orgId, before: { reason } },
  ]);
});

it('refuses customers, staff without the right, the portal itself and what does not exist', async () => {
  const owner = await testPerson();
  const staff = (['approver', 'finance', 'support'] as const).map((role) => testActor({ role }));
  for (const actor of [owner.actor, testActor(), ...staff]) {
    await expect(suspendCustomer(actor, suspension(owner.orgId))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(resumeCustomer(actor, resumption(owner.orgId))).rejects.toMatchObject({ code: 'forbidden' });
  }
  const [portal] = await db()
    .insert(organisations)
    .values({ id: newId(), name: 'The portal', kind: 'portal' })
    .returning();
  for (const orgId of [portal?.id ?? '', newId()])
    await expect(suspendCustomer(operator, suspension(orgId))).rejects.toMatchObject({ code: 'notFound' });
  expect(
    suspendCustomerInput.safeParse({ requestId: newId(), orgId: owner.orgId, reason: ' x ' }).success,
  ).toBe(false);
  const left = await db().select().from(memberships).where(eq(memberships.orgId, owner.orgId));
  expect(left).toHaveLength(1);
  expect(await readCustomer(operator, owner.orgId)).toMatchObject({ suspendedAt: null });
});
