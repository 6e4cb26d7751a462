import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { organisations } from './accounts.ts';
import { cityNodes, offerings } from './catalogue.ts';
import { createdAt, instant, primaryId } from './columns.ts';

export const apps = pgTable(
  'apps',
  {
    id: primaryId(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organisations.id),
    /** Public name of the app at every city node: `app` and 20 digits. */
    appCode: text('app_code').notNull(),
    name: text('name').notNull(),
    frameworkId: text('framework_id').notNull(),
    access: text('access', { enum: ['deploy', 'endpoint'] }).notNull(),
    state: text('state', {
      enum: ['pending', 'creating', 'active', 'suspended', 'retired', 'failed'],
    }).notNull(),
    /** Who suspended it: its owner may not undo the operator's suspension. */
    suspendedBy: text('suspended_by', { enum: ['owner', 'operator'] }),
    suspensionReason: text('suspension_reason').notNull().default(''),
    createdAt: createdAt(),
    retiredAt: instant('retired_at'),
  },
  (t) => [
    uniqueIndex('apps_code').on(t.appCode),
    uniqueIndex('apps_org_name')
      .on(t.orgId, t.name)
      .where(sql`state not in ('retired', 'failed')`),
    index('apps_org').on(t.orgId, t.createdAt, t.id),
    index('apps_state').on(t.state, t.createdAt, t.id),
  ],
);

/** An app on one city node, with what was bought there. */
export const appNodes = pgTable(
  'app_nodes',
  {
    id: primaryId(),
    appId: uuid('app_id')
      .notNull()
      .references(() => apps.id),
    cityNodeId: uuid('city_node_id')
      .notNull()
      .references(() => cityNodes.id),
    offeringId: uuid('offering_id')
      .notNull()
      .references(() => offerings.id),
    tps: integer('tps').notNull(),
    storageGb: integer('storage_gb').notNull(),
    bandwidthMbps: integer('bandwidth_mbps').notNull(),
    state: text('state', {
      enum: ['pending', 'creating', 'active', 'suspended', 'retired', 'failed'],
    }).notNull(),
    /** From the node's answer: placement with reason, chain id, custody address, endpoints. */
    placement: text('placement', { enum: ['shared', 'dedicated', 'upstream'] }),
    placementReason: jsonb('placement_reason').$type<unknown>(),
    chainId: text('chain_id'),
    custodyAddress: text('custody_address'),
    /** Version of the policy that should be in force, and of the one the node has confirmed. */
    policyVersion: integer('policy_version').notNull().default(0),
    policyPushed: integer('policy_pushed').notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('app_nodes_once').on(t.appId, t.cityNodeId),
    index('app_nodes_node').on(t.cityNodeId, t.state),
  ],
);

/** Interface and code of a contract: a preset, or one that was uploaded by an organisation. */
export const contractPackages = pgTable(
  'contract_packages',
  {
    id: primaryId(),
    /** Null: a preset of the portal. */
    orgId: uuid('org_id'),
    name: text('name').notNull(),
    version: text('version').notNull(),
    preset: text('preset'),
    abi: jsonb('abi').$type<unknown[]>().notNull(),
    bytecode: text('bytecode').notNull(),
    source: text('source').notNull().default(''),
    contentHash: text('content_hash').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index('contract_packages_org').on(t.orgId, t.createdAt),
    uniqueIndex('contract_packages_preset').on(t.preset, t.version),
  ],
);

/** A package on one city node of an app. The active one is what calls go to. */
export const deployments = pgTable(
  'deployments',
  {
    id: primaryId(),
    orgId: uuid('org_id').notNull(),
    appId: uuid('app_id')
      .notNull()
      .references(() => apps.id),
    appNodeId: uuid('app_node_id')
      .notNull()
      .references(() => appNodes.id),
    packageId: uuid('package_id')
      .notNull()
      .references(() => contractPackages.id),
    /** Name under which the neutral doors find the contract; versions of one contract share it. */
    contractName: text('contract_name').notNull(),
    version: integer('version').notNull(),
    constructorArguments: jsonb('constructor_arguments').$type<unknown[]>().notNull().default([]),
    state: text('state', { enum: ['queued', 'deploying', 'active', 'superseded', 'failed'] }).notNull(),
    address: text('address'),
    transactionId: text('transaction_id'),
    blockNumber: bigint('block_number', { mode: 'bigint' }),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    activatedAt: instant('activated_at'),
  },
  (t) => [
    uniqueIndex('deployments_version').on(t.appNodeId, t.contractName, t.version),
    uniqueIndex('deployments_active')
      .on(t.appNodeId, t.contractName)
      .where(sql`state = 'active'`),
    index('deployments_app').on(t.appId, t.createdAt),
  ],
);

/** Keys for the gateway. Only the hash is stored; the key is shown once. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: primaryId(),
    orgId: uuid('org_id').notNull(),
    appId: uuid('app_id')
      .notNull()
      .references(() => apps.id),
    name: text('name').notNull(),
    keyHash: text('key_hash').notNull(),
    hint: text('hint').notNull(),
    /** Functions that the key may call; null: all. */
    functions: jsonb('functions').$type<string[]>(),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    /** The key that takes over from this one; both work until this one expires. */
    replacedBy: uuid('replaced_by'),
  },
  (t) => [uniqueIndex('api_keys_hash').on(t.keyHash), index('api_keys_app').on(t.appId, t.createdAt)],
);

/** One thing asked of a city node: outbox, progress and history in one row. Its id is the control call's request id. */
export const operations = pgTable(
  'operations',
  {
    id: primaryId(),
    orgId: uuid('org_id').notNull(),
    appId: uuid('app_id')
      .notNull()
      .references(() => apps.id),
    appNodeId: uuid('app_node_id')
      .notNull()
      .references(() => appNodes.id),
    cityNodeId: uuid('city_node_id').notNull(),
    /** What it serves: an order, a deployment, a suspension. */
    subjectKind: text('subject_kind').notNull(),
    subjectId: uuid('subject_id').notNull(),
    kind: text('kind').notNull(),
    payload: jsonb('payload').$type<unknown>().notNull(),
    /** `unknown`: sent, and what became of it must be read before anything is sent again. */
    state: text('state', {
      enum: ['queued', 'sent', 'accepted', 'unknown', 'done', 'rejected', 'failed'],
    }).notNull(),
    steps: jsonb('steps').$type<unknown[]>().notNull().default([]),
    /** What the node waits for while it is at it, as { code, params }; null: nothing. */
    waitingFor: jsonb('waiting_for').$type<unknown>(),
    result: jsonb('result').$type<unknown>(),
    error: jsonb('error').$type<unknown>(),
    attempts: integer('attempts').notNull().default(0),
    requestedBy: text('requested_by').notNull(),
    createdAt: createdAt(),
    finishedAt: instant('finished_at'),
    deadlineAt: instant('deadline_at').notNull(),
  },
  (t) => [
    index('operations_app').on(t.appId, t.createdAt, t.id),
    index('operations_subject').on(t.subjectKind, t.subjectId),
    index('operations_open')
      .on(t.state, t.createdAt)
      .where(sql`state in ('queued', 'sent', 'accepted', 'unknown')`),
    index('operations_failed')
      .on(t.createdAt, t.id)
      .where(sql`state in ('failed', 'rejected')`),
  ],
);

/** Usage by hour, folded from the city nodes' immutable batches, each exactly once. */
export const usageHours = pgTable(
  'usage_hours',
  {
    appId: uuid('app_id').notNull(),
    cityNodeId: uuid('city_node_id').notNull(),
    hour: instant('hour').notNull(),
    method: text('method').notNull(),
    calls: bigint('calls', { mode: 'bigint' }).notNull(),
    writes: bigint('writes', { mode: 'bigint' }).notNull(),
    refused: bigint('refused', { mode: 'bigint' }).notNull(),
    errors: bigint('errors', { mode: 'bigint' }).notNull(),
    bytesIn: bigint('bytes_in', { mode: 'bigint' }).notNull(),
    bytesOut: bigint('bytes_out', { mode: 'bigint' }).notNull(),
    storageBytes: bigint('storage_bytes', { mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    /** Sum over calls, in microseconds, as the gateway counts. */
    latencyUsTotal: bigint('latency_us_total', { mode: 'bigint' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.appId, t.cityNodeId, t.hour, t.method] })],
);

/** What was folded in: (node, batch) once. */
export const usageBatches = pgTable(
  'usage_batches',
  {
    cityNodeId: uuid('city_node_id').notNull(),
    batchId: text('batch_id').notNull(),
    receivedAt: instant('received_at')
      .notNull()
      .default(sql`portal_now()`),
    applied: boolean('applied').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.cityNodeId, t.batchId] }),
    index('usage_batches_received').using('brin', t.receivedAt),
  ],
);

/** Events pulled from city nodes: chain down, app moved, contract event … */
export const nodeEvents = pgTable(
  'node_events',
  {
    cityNodeId: uuid('city_node_id').notNull(),
    eventId: text('event_id').notNull(),
    appId: uuid('app_id'),
    kind: text('kind').notNull(),
    at: instant('at').notNull(),
    payload: jsonb('payload').$type<unknown>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.cityNodeId, t.eventId] }),
    index('node_events_app').on(t.appId, t.kind, t.at),
    index('node_events_app_node').on(t.appId, t.cityNodeId, t.at),
    index('node_events_node').on(t.cityNodeId, t.at),
    index('node_events_at').using('brin', t.at),
  ],
);
