import { z } from 'zod';
import {
  deployContract,
  deployContractInput,
  upgradeContract,
  upgradeContractInput,
} from '#lib/deployments/deploy-contract.ts';
import { listDeployments } from '#lib/deployments/list-contracts.ts';
import { listPackages } from '#lib/packages/list-packages.ts';
import { uploadPackage, uploadPackageInput } from '#lib/packages/upload-package.ts';
import { contractName } from '#protocol/control/operations.ts';
import { jsonValue } from '#protocol/control/primitives.ts';
import { readOperation, writeOperation } from '../operation.ts';
import { instant, texts } from '../shapes.ts';

const appId = z.object({ appId: z.uuid() });

export const listPackagesOperation = readOperation(
  'listPackages',
  {
    path: '/packages',
    tag: 'Contracts',
    summary: "The portal's ready-made contracts, then the organisation's own",
    result: z.object({
      rows: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          version: z.string(),
          preset: z.string().nullable(),
          bytes: z.int(),
          createdAt: instant,
        }),
      ),
    }),
  },
  async (actor) => ({ rows: await listPackages(actor) }),
);

export const uploadPackageOperation = writeOperation(
  'POST',
  'uploadPackage',
  {
    path: '/packages',
    tag: 'Contracts',
    summary: 'Keep a contract: an artefact of Hardhat, Foundry or solc, or an ABI with its creation code',
    status: 201,
    body: z.object({
      name: z.string().max(64).optional(),
      version: z.string().max(32).optional(),
      artefact: z.string().max(900_000).describe('JSON as text'),
      bytecode: z.string().max(200_000).optional(),
    }),
    result: z.object({ id: z.uuid() }),
  },
  (actor, { body, requestId }) => uploadPackage(actor, uploadPackageInput.parse({ ...body, requestId })),
);

const put = {
  tag: 'Contracts',
  status: 202 as const,
  params: appId,
  body: z.object({
    packageId: z.uuid(),
    contractName,
    args: z
      .array(jsonValue)
      .max(64)
      .default([])
      .describe('Constructor arguments in order; integers as decimal text'),
  }),
  result: z.object({ contractName: z.string(), version: z.int() }),
};

export const deployContractOperation = writeOperation(
  'POST',
  'deployContract',
  { ...put, path: '/apps/{appId}/deployments', summary: 'Deploy a contract to every city node of the app' },
  (actor, { params, body, requestId }) =>
    deployContract(actor, deployContractInput.parse({ ...params, ...body, requestId })),
);

export const upgradeContractOperation = writeOperation(
  'POST',
  'upgradeContract',
  {
    ...put,
    path: '/apps/{appId}/upgrades',
    summary: 'Deploy a new version beside the one that answers, and switch',
  },
  (actor, { params, body, requestId }) =>
    upgradeContract(actor, upgradeContractInput.parse({ ...params, ...body, requestId })),
);

export const listDeploymentsOperation = readOperation(
  'listDeployments',
  {
    path: '/apps/{appId}/deployments',
    tag: 'Contracts',
    summary: 'Deployments of the app, newest first, with the steps that each city node has told',
    params: appId,
    result: z.object({
      rows: z.array(
        z.object({
          id: z.uuid(),
          city: texts,
          contractName: z.string(),
          version: z.int(),
          packageId: z.uuid(),
          state: z.enum(['queued', 'deploying', 'active', 'superseded', 'failed']),
          address: z.string().nullable(),
          transactionId: z.string().nullable(),
          createdAt: instant,
          steps: z.array(
            z.object({ name: z.string(), state: z.enum(['pending', 'running', 'done', 'failed']) }),
          ),
        }),
      ),
    }),
  },
  async (actor, { params }) => ({ rows: await listDeployments(actor, params.appId) }),
);
