import { z } from 'zod';
import {
  appCode,
  code,
  count,
  instant,
  jsonValue,
  limits,
  offeringId,
  params,
  requestId,
} from './primitives.ts';
import { rejectionReason } from './outcome.ts';

/** A contract's name within its app. */
export const contractName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/);
export const contractVersion = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/);

export const abi = z.array(z.record(z.string().max(40), jsonValue)).max(1000);

/** What is deployed. One format a framework family; another framework adds a member, and moves nothing. */
export const contractPackage = z.discriminatedUnion('format', [
  z.strictObject({
    format: z.literal('evm'),
    name: contractName,
    version: contractVersion,
    abi,
    /** Creation code without constructor arguments; EIP-3860 allows 49,152 bytes. */
    bytecode: z
      .string()
      .regex(/^0x([0-9a-fA-F]{2})+$/)
      .max(98_306),
    /** In the constructor's order; integers as decimal strings, bytes as 0x hex. */
    constructorArgs: z.array(jsonValue).max(64).default([]),
  }),
]);
export type ContractPackage = z.infer<typeof contractPackage>;

const onApp = { appCode };

/** One thing asked of a city node under a request id. */
export const operationRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('createApp'),
    ...onApp,
    offering: offeringId,
    limits,
    /** The soft hold that this app takes over; absent or expired, capacity is asked for afresh. */
    reservationId: requestId.optional(),
  }),
  z.strictObject({ kind: z.literal('deployContract'), ...onApp, package: contractPackage }),
  /** Deploys the new version beside the old one and makes it the current one of that name. */
  z.strictObject({ kind: z.literal('upgradeContract'), ...onApp, package: contractPackage }),
  z.strictObject({
    kind: z.literal('resize'),
    ...onApp,
    limits,
    reservationId: requestId.optional(),
    /** True: if the new TPS crosses the node's line, move the app: contracts are deployed anew there, with fresh state. */
    move: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('suspend'), ...onApp }),
  z.strictObject({ kind: z.literal('resume'), ...onApp }),
  /** Ends the app: capacity is freed, its custody key destroyed, a dedicated chain stopped and its data removed. */
  z.strictObject({ kind: z.literal('retire'), ...onApp }),
  /** Frameworks with certificates only; others answer `unsupported`. */
  z.strictObject({
    kind: z.literal('registerParticipant'),
    ...onApp,
    participant: z.string().min(1).max(64),
    mode: z.enum(['upload', 'trust']),
    publicKeyPem: z.string().max(4000).optional(),
  }),
]);
export type OperationRequest = z.infer<typeof operationRequest>;
export type OperationInput = z.input<typeof operationRequest>;
export type OperationKind = OperationRequest['kind'];
export type OperationOf<K extends OperationKind> = Extract<OperationRequest, { kind: K }>;

/** Where an app's peer stands, and why. */
export const placement = z.strictObject({
  kind: z.enum(['shared', 'dedicated', 'upstream']),
  /** `placement.below-line`, `placement.above-line`, `placement.kept-contracts`, `placement.moved`, `placement.public-endpoint`. */
  reason: z.strictObject({ code, params }),
  chainId: count,
});
export type Placement = z.infer<typeof placement>;

export const deployedContract = z.strictObject({
  name: contractName,
  version: contractVersion,
  address: z.string().max(128),
  transactionId: z.string().max(128),
  height: count,
  deployedAt: instant,
  /** The version that name-based calls reach. */
  current: z.boolean(),
});
export type DeployedContract = z.infer<typeof deployedContract>;

export const appSummary = z.strictObject({
  appCode,
  offering: offeringId,
  state: z.enum(['creating', 'active', 'retiring', 'retired']),
  suspended: z.boolean(),
  limits,
  placement: placement.nullable(),
  /** The app's own account, kept by the node and used by the framework-neutral doors. */
  custodyAddress: z.string().max(128).nullable(),
  /** Paths under the node's public URL. */
  endpoints: z.strictObject({ evm: z.string().max(200).nullable(), neutral: z.string().max(200).nullable() }),
  contracts: z.array(deployedContract).max(500),
  /** Version of the policy the node enforces; 0 before the first. */
  policyVersion: count,
  storageBytes: count,
});
export type AppSummary = z.infer<typeof appSummary>;

/** Steps of an operation, in the order in which they run; each is a message id for the progress list. */
export const stepName = z.enum([
  'takeCapacity',
  'choosePlacement',
  'startChain',
  'makeAccount',
  'fundAccount',
  'signTransaction',
  'sendTransaction',
  'awaitReceipt',
  'checkCode',
  'switchVersion',
  'changeLimits',
  'moveContracts',
  'stopCalls',
  'allowCalls',
  'destroyKey',
  'stopChain',
  'freeCapacity',
]);
export type StepName = z.infer<typeof stepName>;

export const operationStep = z.strictObject({
  name: stepName,
  state: z.enum(['pending', 'running', 'done', 'failed']),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  /** Facts worth showing beside the step: transaction id, address, height … */
  params,
});
export type OperationStep = z.infer<typeof operationStep>;

export const operationResult = z.strictObject({
  app: appSummary,
  /** deployContract and upgradeContract: what was put on the chain. */
  contract: deployedContract.optional(),
  /** resize with `move`: the contracts at their new addresses. */
  moved: z.boolean().optional(),
});
export type OperationResult = z.infer<typeof operationResult>;

/** The durable story of one operation. */
export const operationRecord = z.strictObject({
  requestId,
  appCode,
  kind: z.enum([
    'createApp',
    'deployContract',
    'upgradeContract',
    'resize',
    'suspend',
    'resume',
    'retire',
    'registerParticipant',
  ]),
  state: z.enum(['accepted', 'running', 'done', 'rejected']),
  steps: z.array(operationStep).max(40),
  createdAt: instant,
  updatedAt: instant,
  finishedAt: instant.nullable(),
  /** Set while it waits to try again (chain not reachable …). */
  waitingFor: z.strictObject({ code, params }).nullable(),
  result: operationResult.nullable(),
  rejection: z
    .strictObject({ reason: rejectionReason, code, detail: z.string().max(1000), params: params.optional() })
    .nullable(),
});
export type OperationRecord = z.infer<typeof operationRecord>;
