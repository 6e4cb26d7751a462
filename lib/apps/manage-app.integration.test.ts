import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { operations } from '#db/schema/apps.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { newId } from '#lib/ids/new-id.ts';
import { policy as policySchema } from '#protocol/control/policies.ts';
import { getApp } from './get-app.ts';
import { listApps, listAppsInput } from './list-apps.ts';
import { listHistory } from './list-history.ts';
import { policyOf } from './policy-of.ts';
import { renameApp, renameAppInput } from './rename-app.ts';
import { resumeAnyApp, resumeApp, resumeAppInput } from './resume-app.ts';
import { retireApp, retireAppInput } from './retire-app.ts';
import { searchApps, searchAppsInput } from './search-apps.ts';
import { suspendAnyApp, suspendAnyAppInput, suspendApp, suspendAppInput } from './suspend-app.ts';
import { activeApp, endOperations, nodesOf, testNetwork, testOwner } from './testing/app-fixture.ts';
import type { TestNetwork } from './testing/app-fixture.ts';

testDatabase();

let network: TestNetwork;
beforeAll(async () => {
  network = await testNetwork();
});

const operator = testActor({ role: 'operator' });
const suspendInput = (appId: string) => suspendAppInput.parse({ requestId: newId(), appId });
const operatorInput = (appId: string) =>
  suspendAnyAppInput.parse({ requestId: newId(), appId, reason: 'abuse report 17' });
const resumeInput = (appId: string) => resumeAppInput.parse({ requestId: newId(), appId });

async function policies(appId: string) {
  const nodes = await nodesOf(appId);
  return Promise.all(nodes.map(async ({ id }) => (await policyOf(db(), id))?.policy));
}

describe('suspension', () => {
  it('is in every node’s next policy, once a request, and undone by a resume', async () => {
    const owner = await testOwner();
    const { appId } = await activeApp(owner, network);
    const before = await policies(appId);
    const input = suspendInput(appId);
    await suspendApp(owner, input);
    await suspendApp(owner, input);
    const during = await policies(appId);
    for (const [position, policy] of during.entries()) {
      expect(policySchema.parse(policy)).toMatchObject({
        suspended: true,
        version: (before[position]?.version ?? 0) + 1,
      });
    }
    await expect(suspendApp(owner, suspendInput(appId))).rejects.toMatchObject({ code: 'conflict' });
    await resumeApp(owner, resumeInput(appId));
    expect((await policies(appId)).map((policy) => policy?.suspended)).toEqual([false, false]);
  });

  it('by the operator cannot be undone by the owner, nor escaped by retiring', async () => {
    const owner = await testOwner();
    const { appId, name } = await activeApp(owner, network);
    await suspendApp(owner, suspendInput(appId));
    await suspendAnyApp(operator, operatorInput(appId));
    await expect(resumeApp(owner, resumeInput(appId))).rejects.toMatchObject({
      code: 'refused',
      params: { reason: 'abuse report 17' },
    });
    const retire = retireAppInput.parse({ requestId: newId(), appId, confirmName: name });
    await expect(retireApp(owner, retire)).rejects.toMatchObject({ code: 'refused' });
    await resumeAnyApp(operator, resumeInput(appId));
    expect(await getApp(owner, appId)).toMatchObject({ state: 'active', suspendedBy: null });
  });

  it('refuses lower roles, other organisations and staff without the right', async () => {
    const owner = await testOwner();
    const { appId } = await activeApp(owner, network);
    for (const role of ['viewer', 'billing'] as const) {
      const actor = testActor({ role, orgId: owner.orgId });
      await expect(suspendApp(actor, suspendInput(appId))).rejects.toMatchObject({ code: 'forbidden' });
      await expect(resumeApp(actor, resumeInput(appId))).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(suspendApp(testActor(), suspendInput(appId))).rejects.toMatchObject({ code: 'notFound' });
    for (const actor of [owner, testActor({ role: 'finance' }), testActor({ role: 'support' })]) {
      await expect(suspendAnyApp(actor, operatorInput(appId))).rejects.toMatchObject({ code: 'forbidden' });
      await expect(resumeAnyApp(actor, resumeInput(appId))).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await getApp(owner, appId)).toMatchObject({ state: 'active' });
  });
});

it('tells its owner what happened, without the names of the operator’s staff', async () => {
  const owner = await testOwner();
  const { appId } = await activeApp(owner, network);
  await suspendAnyApp(operator, operatorInput(appId));
  const [newest, ...earlier] = await listHistory(owner, appId);
  expect(newest).toMatchObject({ action: 'app.suspend', by: null, detail: { reason: 'abuse report 17' } });
  expect(earlier.map(({ action }) => action)).toEqual(['app.reserve']);
  await expect(listHistory(testActor(), appId)).rejects.toMatchObject({ code: 'notFound' });
});

describe('retiring', () => {
  it('wants the name typed, then ends the app on every node and frees its name', async () => {
    const owner = await testOwner();
    const { appId, name } = await activeApp(owner, network);
    const input = (confirmName: string) => retireAppInput.parse({ requestId: newId(), appId, confirmName });
    await expect(retireApp(owner, input('other'))).rejects.toMatchObject({ field: 'confirmName' });
    await expect(
      retireApp(testActor({ role: 'viewer', orgId: owner.orgId }), input(name)),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(retireApp(testActor(), input(name))).rejects.toMatchObject({ code: 'notFound' });
    const once = input(name);
    await retireApp(owner, once);
    await retireApp(owner, once);
    expect((await policies(appId)).map((policy) => policy?.suspended)).toEqual([true, true]);
    const asked = await db().select().from(operations).where(eq(operations.appId, appId));
    expect(asked.filter(({ kind }) => kind === 'retire')).toHaveLength(2);
    await endOperations(appId);
    expect(await getApp(owner, appId)).toMatchObject({ state: 'retired', term: { state: 'ended' } });
    expect((await nodesOf(appId)).map(({ state }) => state)).toEqual(['retired', 'retired']);
    const { appId: second } = await activeApp(owner, network);
    await renameApp(owner, renameAppInput.parse({ requestId: newId(), appId: second, name }));
    expect(await getApp(owner, second)).toMatchObject({ name });
  });
});

it('renames within the organisation, and not onto a living app’s name', async () => {
  const owner = await testOwner();
  const one = await activeApp(owner, network);
  const two = await activeApp(owner, network);
  const input = renameAppInput.parse({ requestId: newId(), appId: one.appId, name: two.name });
  await expect(renameApp(owner, input)).rejects.toMatchObject({ code: 'conflict', field: 'name' });
  await expect(renameApp(testActor(), input)).rejects.toMatchObject({ code: 'notFound' });
  await expect(renameApp(testActor({ role: 'viewer', orgId: owner.orgId }), input)).rejects.toMatchObject({
    code: 'forbidden',
  });
});

describe('lists', () => {
  it('show an organisation its own apps, by pages', async () => {
    const owner = await testOwner();
    const made = [await activeApp(owner, network), await activeApp(owner, network)];
    const first = await listApps(owner, listAppsInput.parse({ limit: 1 }));
    const second = await listApps(owner, listAppsInput.parse({ limit: 1, cursor: first.nextCursor }));
    expect([...first.rows, ...second.rows].map(({ id }) => id).sort()).toEqual(
      made.map(({ appId }) => appId).sort(),
    );
    expect(second.nextCursor).toBeNull();
    expect(first.rows[0]?.cities.map(({ en }) => en)).toEqual(['Hangzhou', 'Singapore']);
    expect((await listApps(testActor(), listAppsInput.parse({}))).rows).toEqual([]);
    await expect(listApps(testActor({ role: 'finance' }), listAppsInput.parse({}))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(getApp(testActor(), made[0]?.appId ?? '')).rejects.toMatchObject({ code: 'notFound' });
  });

  it('show staff every app, and nobody else', async () => {
    const owner = await testOwner();
    const { appId, name } = await activeApp(owner, network);
    const { rows } = await searchApps(operator, searchAppsInput.parse({ q: name }));
    expect(rows.map(({ id }) => id)).toEqual([appId]);
    await expect(searchApps(owner, searchAppsInput.parse({}))).rejects.toMatchObject({ code: 'forbidden' });
  });
});
