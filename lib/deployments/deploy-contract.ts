import { and, eq, inArray, isNull, max, or } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { appNodes, contractPackages, deployments } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import { lockOwnApp, type OwnApp } from '#lib/apps/find-app.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { inputsOfApp } from '#lib/compliance/inputs-of-app.ts';
import { verdictFor } from '#lib/compliance/record-verdict.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { requestOperation } from '#lib/operations/request-operation.ts';
import { constructorOf, contractAbi } from '#lib/packages/abi.ts';
import { convertArguments, type AbiValue } from '#lib/packages/abi-values.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { abi as wireAbi, contractName } from '#protocol/control/operations.ts';
import { jsonValue } from '#protocol/control/primitives.ts';

const fields = {
  requestId: z.uuid(),
  appId: z.uuid(),
  packageId: z.uuid(),
  /** Name under which the neutral doors find the contract. */
  contractName,
  /** Constructor arguments in order: as typed, or JSON. */
  args: z.array(jsonValue).max(64).default([]),
};
export const deployContractInput = z.object(fields).brand<'DeployContract'>();
export type DeployContract = z.output<typeof deployContractInput>;
export const upgradeContractInput = z.object(fields).brand<'UpgradeContract'>();
export type UpgradeContract = z.output<typeof upgradeContractInput>;

export type DeploymentRef = { contractName: string; version: number };

/**
 * Asks every active city node of the app to deploy a contract under a new name. Compliance is judged again first, and
 * the verdict kept. A repeat gives the first answer. `conflict`: the name is in use (upgrade it instead).
 */
export async function deployContract(
  actor: Actor,
  input: DeployContract,
  conn: Conn = db(),
): Promise<DeploymentRef> {
  return putContract(actor, input, 'deployContract', conn);
}

/**
 * Asks every active city node to deploy a new version beside the one that answers, and to switch to it when it stands.
 * The old version's data stays where it is: the new contract starts empty. `conflict`: there is nothing to upgrade.
 */
export async function upgradeContract(
  actor: Actor,
  input: UpgradeContract,
  conn: Conn = db(),
): Promise<DeploymentRef> {
  return putContract(actor, input, 'upgradeContract', conn);
}

type Kind = 'deployContract' | 'upgradeContract';
type Wanted = Omit<DeployContract, symbol>;

async function putContract(actor: Actor, input: Wanted, kind: Kind, conn: Conn): Promise<DeploymentRef> {
  demand(actor, 'app.deploy');
  await demandLawful(actor, input.appId, conn);
  return conn.transaction(async (tx) => {
    const firstId = newId();
    const verb = kind === 'deployContract' ? 'contract.deploy' : 'contract.upgrade';
    const { first, subjectId } = await claimRequest(tx, actor, verb, input.requestId, firstId);
    if (!first) return refOf(tx, subjectId);
    const app = await lockOwnApp(tx, actor, input.appId);
    const nodes = await deployableNodes(tx, app);
    const contract = await readPackage(tx, actor, input.packageId);
    const args = constructorArguments(contract.abi, input.args);
    const version = await nextVersion(tx, app, input.contractName, kind);
    for (const [position, node] of nodes.entries()) {
      const id = position === 0 ? firstId : newId();
      await tx.insert(deployments).values({
        id,
        orgId: app.orgId,
        appId: app.id,
        appNodeId: node.id,
        packageId: contract.id,
        contractName: input.contractName,
        version,
        constructorArguments: args,
        state: 'deploying',
        createdBy: actor.id,
      });
      await requestOperation(tx, actor, {
        orgId: app.orgId,
        appId: app.id,
        appNodeId: node.id,
        cityNodeId: node.cityNodeId,
        subjectKind: 'deployment',
        subjectId: id,
        kind,
        payload: {
          kind,
          appCode: app.appCode,
          package: {
            format: 'evm',
            name: input.contractName,
            version: String(version),
            abi: wireAbi.parse(contract.abi),
            bytecode: contract.bytecode,
            constructorArgs: args,
          },
        },
      });
    }
    await recordAudit(tx, actor, {
      action: verb,
      subjectKind: 'app',
      subjectId: app.id,
      after: { contractName: input.contractName, version, packageId: contract.id, nodes: nodes.length },
    });
    return { contractName: input.contractName, version };
  });
}

/** The verdict is kept whether it allows or refuses, so it has a transaction of its own. */
async function demandLawful(actor: Actor, appId: string, conn: Conn): Promise<void> {
  const verdict = await conn.transaction(async (tx) => {
    const app = await lockOwnApp(tx, actor, appId);
    const subject = { kind: 'app', id: app.id, orgId: app.orgId };
    return verdictFor(tx, 'deployment', subject, await inputsOfApp(tx, app.id));
  });
  if (!verdict.allowed) throw new AppError('refused', verdict.messageId, { rule: verdict.ruleId });
}

async function deployableNodes(tx: Conn, app: OwnApp) {
  if (app.access === 'endpoint') throw new AppError('refused', 'apps.endpointOnly', { name: app.name });
  if (app.state !== 'active') throw new AppError('conflict', 'apps.notActive', { name: app.name });
  const nodes = await tx
    .select({ id: appNodes.id, cityNodeId: appNodes.cityNodeId })
    .from(appNodes)
    .where(and(eq(appNodes.appId, app.id), eq(appNodes.state, 'active')))
    .orderBy(appNodes.createdAt, appNodes.id);
  if (nodes.length === 0) throw new AppError('conflict', 'apps.notActive', { name: app.name });
  return nodes;
}

async function readPackage(tx: Conn, actor: Actor, packageId: string) {
  const [found] = await tx
    .select({ id: contractPackages.id, abi: contractPackages.abi, bytecode: contractPackages.bytecode })
    .from(contractPackages)
    .where(
      and(
        eq(contractPackages.id, packageId),
        or(isNull(contractPackages.orgId), eq(contractPackages.orgId, actor.orgId)),
      ),
    );
  if (!found) throw new AppError('notFound', 'apps.packageNotFound', {}, { field: 'packageId' });
  return { ...found, abi: contractAbi.parse(found.abi) };
}

function constructorArguments(abi: z.output<typeof contractAbi>, given: readonly unknown[]): AbiValue[] {
  const converted = convertArguments(constructorOf(abi), given);
  if (converted.ok) return converted.values;
  const [fault] = converted.faults;
  const field = fault?.path ? `args.${fault.path}` : 'args';
  throw new AppError('invalid', fault?.messageId ?? 'errors.invalid', fault?.params ?? {}, { field });
}

/** Versions of one contract count on through all of the app's nodes. The app's row is locked, so no two take the same. */
async function nextVersion(tx: Conn, app: OwnApp, name: string, kind: Kind): Promise<number> {
  const named = and(eq(deployments.appId, app.id), eq(deployments.contractName, name));
  const [last] = await tx
    .select({ version: max(deployments.version) })
    .from(deployments)
    .where(named);
  const standing = await tx
    .select({ state: deployments.state })
    .from(deployments)
    .where(and(named, inArray(deployments.state, ['queued', 'deploying', 'active'])));
  if (standing.some(({ state }) => state !== 'active'))
    throw new AppError('conflict', 'apps.deploymentRunning', { contract: name }, { field: 'contractName' });
  if (kind === 'deployContract' && standing.length > 0)
    throw new AppError('conflict', 'apps.contractExists', { contract: name }, { field: 'contractName' });
  if (kind === 'upgradeContract' && standing.length === 0)
    throw new AppError('conflict', 'apps.nothingToUpgrade', { contract: name }, { field: 'contractName' });
  return (last?.version ?? 0) + 1;
}

async function refOf(tx: Conn, deploymentId: string): Promise<DeploymentRef> {
  const [found] = await tx
    .select({ contractName: deployments.contractName, version: deployments.version })
    .from(deployments)
    .where(eq(deployments.id, deploymentId));
  if (!found) throw new AppError('notFound', 'errors.notFound');
  return found;
}
