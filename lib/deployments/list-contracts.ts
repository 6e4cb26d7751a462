import { and, desc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { appNodes, contractPackages, deployments, operations } from '#db/schema/apps.ts';
import { cityNodes } from '#db/schema/catalogue.ts';
import { demand } from '#lib/access/demand.ts';
import { codeOf, messageOf } from '#lib/apps/failure-of.ts';
import { readOwnApp } from '#lib/apps/find-app.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { contractAbi, type ContractAbi } from '#lib/packages/abi.ts';
import { operationStep, type OperationStep } from '#protocol/control/operations.ts';

export type DeploymentRow = {
  id: string;
  appNodeId: string;
  /** City's names by language. */
  city: Record<string, string>;
  contractName: string;
  version: number;
  packageName: string;
  packageVersion: string;
  packageId: string;
  state: 'queued' | 'deploying' | 'active' | 'superseded' | 'failed';
  address: string | null;
  transactionId: string | null;
  blockNumber: string | null;
  createdAt: Date;
  activatedAt: Date | null;
  steps: OperationStep[];
  /** What the node waits for before it goes on, as a code; null when nothing. */
  waitingFor: string | null;
  /** Why it failed, as a message of `apps`. */
  failure: { messageId: string; params: Record<string, string> } | null;
};

/** Deployments of an app, newest first, with the steps that the node has told; at most 100. */
export async function listDeployments(
  actor: Actor,
  appId: string,
  conn: Conn = db(),
): Promise<DeploymentRow[]> {
  demand(actor, 'app.read');
  const app = await readOwnApp(conn, actor, appId);
  const rows = await conn
    .select({
      deployment: deployments,
      city: cityNodes.city,
      packageName: contractPackages.name,
      packageVersion: contractPackages.version,
    })
    .from(deployments)
    .innerJoin(appNodes, eq(appNodes.id, deployments.appNodeId))
    .innerJoin(cityNodes, eq(cityNodes.id, appNodes.cityNodeId))
    .innerJoin(contractPackages, eq(contractPackages.id, deployments.packageId))
    .where(eq(deployments.appId, app.id))
    .orderBy(desc(deployments.createdAt), desc(deployments.version), cityNodes.slug)
    .limit(100);
  const newest = await newestOperations(
    conn,
    rows.map(({ deployment }) => deployment.id),
  );
  return rows.map(({ deployment: row, city, packageName, packageVersion }) => {
    const operation = newest.get(row.id);
    const failed = row.state === 'failed' && operation !== undefined;
    return {
      id: row.id,
      appNodeId: row.appNodeId,
      city,
      contractName: row.contractName,
      version: row.version,
      packageName,
      packageVersion,
      packageId: row.packageId,
      state: row.state,
      address: row.address,
      transactionId: row.transactionId,
      blockNumber: row.blockNumber?.toString() ?? null,
      createdAt: row.createdAt,
      activatedAt: row.activatedAt,
      steps: z.array(operationStep).catch([]).parse(operation?.steps),
      waitingFor: waiting.parse(operation?.waitingFor)?.code ?? null,
      failure: failed
        ? {
            messageId: messageOf(operation),
            params: { city: city.en ?? '', code: codeOf(operation.error) },
          }
        : null,
    };
  });
}

const waiting = z.object({ code: z.string() }).nullish().catch(null);

async function newestOperations(conn: Conn, deploymentIds: readonly string[]) {
  if (deploymentIds.length === 0) return new Map<string, typeof operations.$inferSelect>();
  const rows = await conn
    .selectDistinctOn([operations.subjectId])
    .from(operations)
    .where(and(eq(operations.subjectKind, 'deployment'), inArray(operations.subjectId, [...deploymentIds])))
    .orderBy(operations.subjectId, desc(operations.createdAt));
  return new Map(rows.map((row) => [row.subjectId, row]));
}

export type ContractRecord = {
  name: string;
  version: number;
  packageId: string;
  abi: ContractAbi;
  /** Where it stands: address by app node. */
  addresses: { appNodeId: string; address: string }[];
};

/** What calls reach now: the newest active version of each contract, by name. */
export async function listContracts(
  actor: Actor,
  appId: string,
  conn: Conn = db(),
): Promise<ContractRecord[]> {
  demand(actor, 'app.read');
  const app = await readOwnApp(conn, actor, appId);
  const rows = await conn
    .select({
      name: deployments.contractName,
      version: deployments.version,
      packageId: deployments.packageId,
      appNodeId: deployments.appNodeId,
      address: deployments.address,
      abi: contractPackages.abi,
    })
    .from(deployments)
    .innerJoin(contractPackages, eq(contractPackages.id, deployments.packageId))
    .where(and(eq(deployments.appId, app.id), eq(deployments.state, 'active')))
    .orderBy(deployments.contractName, desc(deployments.version))
    .limit(500);
  const contracts = new Map<string, ContractRecord>();
  for (const { name, version, packageId, appNodeId, address, abi } of rows) {
    const known = contracts.get(name) ?? {
      name,
      version,
      packageId,
      abi: contractAbi.parse(abi),
      addresses: [],
    };
    contracts.set(name, known);
    if (address) known.addresses.push({ appNodeId, address });
  }
  return [...contracts.values()];
}
