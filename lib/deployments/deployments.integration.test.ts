import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { db } from '#db/connection.ts';
import { complianceRuleSets, complianceVerdicts } from '#db/schema/compliance.ts';
import { contractPackages, operations } from '#db/schema/apps.ts';
import { testActor } from '#db/testing/test-actor.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { suspendApp, suspendAppInput } from '#lib/apps/suspend-app.ts';
import { activeApp, endOperations, testNetwork, testOwner } from '#lib/apps/testing/app-fixture.ts';
import type { TestNetwork } from '#lib/apps/testing/app-fixture.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { newId } from '#lib/ids/new-id.ts';
import { getPackage, listPackages } from '#lib/packages/list-packages.ts';
import { seedPresetPackages } from '#lib/packages/seed-preset-packages.ts';
import { uploadPackage, uploadPackageInput } from '#lib/packages/upload-package.ts';
import { operationRequest } from '#protocol/control/operations.ts';
import {
  deployContract,
  deployContractInput,
  upgradeContract,
  upgradeContractInput,
} from './deploy-contract.ts';
import { listContracts, listDeployments } from './list-contracts.ts';
import { retryDeployment, retryDeploymentInput } from './retry-deployment.ts';

testDatabase();

let network: TestNetwork;
let registry: string;
beforeAll(async () => {
  network = await testNetwork();
  await seedPresetPackages();
  await seedPresetPackages();
  const presets = await db().select().from(contractPackages);
  expect(presets.map(({ preset }) => preset).sort()).toEqual(['document-registry', 'key-value-store']);
  registry = presets.find(({ preset }) => preset === 'document-registry')?.id ?? '';
});

const deployInput = (appId: string, over: Record<string, unknown> = {}) =>
  deployContractInput.parse({
    requestId: newId(),
    appId,
    packageId: registry,
    contractName: 'Registry',
    args: ['Deeds'],
    ...over,
  });
const upgradeInput = (appId: string, over: Record<string, unknown> = {}) =>
  upgradeContractInput.parse({ ...deployInput(appId), ...over });

describe('deployment', () => {
  it('asks every node once, and is what calls reach when the nodes have done it', async () => {
    const owner = await testOwner();
    const { appId } = await activeApp(owner, network);
    const input = deployInput(appId);
    const made = await deployContract(owner, input);
    expect(made).toEqual({ contractName: 'Registry', version: 1 });
    expect(await deployContract(owner, input)).toEqual(made);
    const asked = (await db().select().from(operations).where(eq(operations.appId, appId))).filter(
      ({ kind }) => kind === 'deployContract',
    );
    expect(asked).toHaveLength(2);
    expect(operationRequest.parse(asked[0]?.payload)).toMatchObject({
      package: { name: 'Registry', version: '1', constructorArgs: ['Deeds'] },
    });
    expect(await listContracts(owner, appId)).toEqual([]);
    await endOperations(appId);
    const [contract] = await listContracts(owner, appId);
    expect(contract).toMatchObject({ name: 'Registry', version: 1 });
    expect(contract?.addresses).toHaveLength(2);
    const verdicts = await db()
      .select()
      .from(complianceVerdicts)
      .where(eq(complianceVerdicts.subjectId, appId));
    expect(verdicts[0]).toMatchObject({ stage: 'deployment', allowed: 'yes' });
  });

  it('upgrades to a new version, and the old one gives way when the new one stands', async () => {
    const owner = await testOwner();
    const { appId } = await activeApp(owner, network);
    await expect(upgradeContract(owner, upgradeInput(appId))).rejects.toMatchObject({
      messageId: 'apps.nothingToUpgrade',
    });
    await deployContract(owner, deployInput(appId));
    await expect(deployContract(owner, deployInput(appId))).rejects.toMatchObject({
      messageId: 'apps.deploymentRunning',
    });
    await endOperations(appId);
    await expect(deployContract(owner, deployInput(appId))).rejects.toMatchObject({
      messageId: 'apps.contractExists',
    });
    expect(await upgradeContract(owner, upgradeInput(appId))).toMatchObject({ version: 2 });
    expect((await listContracts(owner, appId))[0]).toMatchObject({ version: 1 });
    await endOperations(appId);
    expect((await listContracts(owner, appId))[0]).toMatchObject({ version: 2 });
    const states = (await listDeployments(owner, appId)).map(({ version, state }) => `${version} ${state}`);
    expect(states).toEqual(['2 active', '2 active', '1 superseded', '1 superseded']);
  });

  it('says why a node failed, and asks it again', async () => {
    const owner = await testOwner();
    const { appId } = await activeApp(owner, network);
    await deployContract(owner, deployInput(appId));
    const error = { reason: 'invalid', code: 'chain.reverted', detail: 'out of gas' };
    await endOperations(appId, () => ({ state: 'rejected', error }));
    const [failed] = await listDeployments(owner, appId);
    expect(failed).toMatchObject({ state: 'failed', failure: { messageId: 'apps.failure.invalid' } });
    const input = retryDeploymentInput.parse({ requestId: newId(), deploymentId: failed?.id });
    await expect(retryDeployment(testActor(), input)).rejects.toMatchObject({ code: 'notFound' });
    await expect(
      retryDeployment(testActor({ role: 'viewer', orgId: owner.orgId }), input),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await retryDeployment(owner, input);
    await retryDeployment(owner, input);
    expect(await endOperations(appId)).toBe(1);
    expect((await listContracts(owner, appId))[0]?.addresses).toHaveLength(1);
  });
});

describe('refusals of a deployment', () => {
  it('lower role, other organisation, endpoint-only, suspended, wrong arguments, another’s package', async () => {
    const owner = await testOwner();
    const { appId } = await activeApp(owner, network);
    const viewer = testActor({ role: 'viewer', orgId: owner.orgId });
    await expect(deployContract(viewer, deployInput(appId))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(deployContract(testActor(), deployInput(appId))).rejects.toMatchObject({ code: 'notFound' });
    await expect(deployContract(owner, deployInput(appId, { args: [] }))).rejects.toMatchObject({
      code: 'invalid',
      messageId: 'apps.argument.count',
    });
    await expect(deployContract(owner, deployInput(appId, { args: [7] }))).rejects.toMatchObject({
      field: 'args.name',
    });
    const foreign = await uploadPackage(await testOwner(), uploadInput());
    await expect(deployContract(owner, deployInput(appId, { packageId: foreign.id }))).rejects.toMatchObject({
      code: 'notFound',
    });
    const endpoint = await activeApp(owner, network.slice(0, 1), 'endpoint');
    await expect(deployContract(owner, deployInput(endpoint.appId))).rejects.toMatchObject({
      code: 'refused',
      messageId: 'apps.endpointOnly',
    });
    await suspendApp(owner, suspendAppInput.parse({ requestId: newId(), appId }));
    await expect(deployContract(owner, deployInput(appId))).rejects.toMatchObject({ code: 'conflict' });
    expect(await listDeployments(owner, appId)).toEqual([]);
  });

  it('by the compliance rules of today, and the verdict is kept', async () => {
    const owner = await testOwner('KP');
    const { appId } = await activeApp(owner, network);
    await db()
      .insert(complianceRuleSets)
      .values({
        id: newId(),
        version: 900,
        effectiveFrom: new Date(0),
        rules: [{ id: 'no-kp', when: { buyerCountry: ['KP'] }, messageId: 'compliance.refused' }],
        createdBy: 'test',
      });
    await expect(deployContract(owner, deployInput(appId))).rejects.toMatchObject({
      code: 'refused',
      params: { rule: 'no-kp' },
    });
    const verdicts = await db()
      .select()
      .from(complianceVerdicts)
      .where(eq(complianceVerdicts.subjectId, appId));
    expect(verdicts).toMatchObject([{ stage: 'deployment', allowed: 'no', ruleId: 'no-kp' }]);
  });
});

const abi = [{ type: 'function', name: 'get', inputs: [], outputs: [], stateMutability: 'view' }];
const uploadInput = (over: Record<string, unknown> = {}) =>
  uploadPackageInput.parse({
    requestId: newId(),
    artefact: JSON.stringify({ contractName: 'Box', abi, bytecode: '0x6001' }),
    ...over,
  });

describe('packages', () => {
  it('are kept once by content, and seen by their organisation only', async () => {
    const owner: Actor = await testOwner();
    const input = uploadInput();
    const { id } = await uploadPackage(owner, input);
    expect(await uploadPackage(owner, input)).toEqual({ id });
    expect(await uploadPackage(owner, uploadInput())).toEqual({ id });
    expect((await listPackages(owner)).map(({ name }) => name).sort()).toEqual([
      'Box',
      'DocumentRegistry',
      'KeyValueStore',
    ]);
    expect(await listPackages(testActor())).toHaveLength(2);
    await expect(getPackage(testActor(), id)).rejects.toMatchObject({ code: 'notFound' });
    await expect(
      uploadPackage(testActor({ role: 'viewer', orgId: owner.orgId }), uploadInput()),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(uploadPackage(owner, uploadInput({ artefact: '[]' }))).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});
