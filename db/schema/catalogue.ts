import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { countryCode, createdAt, instant, primaryId } from './columns.ts';

/** Owns city nodes. */
export const providers = pgTable(
  'providers',
  {
    id: primaryId(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    country: countryCode('country').notNull(),
    website: text('website').notNull().default(''),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('providers_slug').on(t.slug)],
);

/** Makes a framework and is paid a share of what is sold on it. */
export const frameworkProviders = pgTable(
  'framework_providers',
  {
    id: primaryId(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    country: countryCode('country').notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('framework_providers_slug').on(t.slug)],
);

export const frameworks = pgTable('frameworks', {
  /** `ethereum`, `fabric` … */
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** Two languages: { en, zh }. */
  summary: jsonb('summary').$type<Record<string, string>>().notNull(),
});

export const cityNodes = pgTable(
  'city_nodes',
  {
    id: primaryId(),
    slug: text('slug').notNull(),
    /** Names by language: { en: 'Hangzhou', zh: '杭州' }. */
    city: jsonb('city').$type<Record<string, string>>().notNull(),
    country: countryCode('country').notNull(),
    latitude: doublePrecision('latitude').notNull(),
    longitude: doublePrecision('longitude').notNull(),
    providerId: uuid('provider_id')
      .notNull()
      .references(() => providers.id),
    /** Where the portal sends control calls, and where developers call: scheme, host and port. */
    controlUrl: text('control_url').notNull(),
    gatewayUrl: text('gateway_url').notNull(),
    /** The node's Ed25519 public key (raw, base64url), pinned at enrolment. */
    publicKey: text('public_key').notNull(),
    state: text('state', { enum: ['enrolled', 'active', 'paused', 'retired'] }).notNull(),
    /** What the last status call said, and when; null until the first. */
    status: jsonb('status').$type<unknown>(),
    statusAt: instant('status_at'),
    health: text('health', { enum: ['unknown', 'healthy', 'degraded', 'unreachable'] })
      .notNull()
      .default('unknown'),
    failedStatusCalls: integer('failed_status_calls').notNull().default(0),
    /** Whole resources by the last status call: free = total - reserved - used. */
    tpsTotal: integer('tps_total').notNull().default(0),
    tpsFree: integer('tps_free').notNull().default(0),
    storageGbTotal: integer('storage_gb_total').notNull().default(0),
    storageGbFree: integer('storage_gb_free').notNull().default(0),
    bandwidthMbpsTotal: integer('bandwidth_mbps_total').notNull().default(0),
    bandwidthMbpsFree: integer('bandwidth_mbps_free').notNull().default(0),
    enrolledBy: text('enrolled_by').notNull(),
    approvedBy: text('approved_by'),
    createdAt: createdAt(),
    approvedAt: instant('approved_at'),
    /** Cursors of what the worker has pulled. */
    usageCursor: text('usage_cursor').notNull().default('0'),
    eventsCursor: text('events_cursor').notNull().default('0'),
  },
  (t) => [
    uniqueIndex('city_nodes_slug').on(t.slug),
    uniqueIndex('city_nodes_key').on(t.publicKey),
    index('city_nodes_country').on(t.country, t.slug),
    index('city_nodes_provider').on(t.providerId),
  ],
);

/** An operator's request to bring a city node in by its one-time token; the worker makes the call. */
export const cityNodeEnrolments = pgTable(
  'city_node_enrolments',
  {
    id: primaryId(),
    /** The one-time token; null once it is used, or has been found to be of no use. */
    token: text('token'),
    /** Where the token says that the node is. */
    url: text('url').notNull(),
    state: text('state', { enum: ['asked', 'enrolled', 'failed'] }).notNull(),
    /** Why it failed: a message id of `cityNodes` with its values. */
    failure: jsonb('failure').$type<{ messageId: string; params: Record<string, string | number> }>(),
    cityNodeId: uuid('city_node_id').references(() => cityNodes.id),
    requestedBy: text('requested_by').notNull(),
    createdAt: createdAt(),
    finishedAt: instant('finished_at'),
  },
  (t) => [index('city_node_enrolments_created').on(t.createdAt, t.id)],
);

/** A framework version on a city node. */
export const offerings = pgTable(
  'offerings',
  {
    id: primaryId(),
    cityNodeId: uuid('city_node_id')
      .notNull()
      .references(() => cityNodes.id),
    frameworkId: text('framework_id')
      .notNull()
      .references(() => frameworks.id),
    frameworkVersion: text('framework_version').notNull(),
    frameworkProviderId: uuid('framework_provider_id')
      .notNull()
      .references(() => frameworkProviders.id),
    /** Which of the node's offerings this is, in the control protocol: `ethereum`, `ethereum-public` … */
    wireId: text('wire_id').notNull(),
    kind: text('kind', { enum: ['permissioned', 'public'] }).notNull(),
    /** `deploy`: apps of one's own; `endpoint`: access to a network that exists, with endpoint and key. */
    access: text('access', { enum: ['deploy', 'endpoint'] }).notNull(),
    evidence: text('evidence', { enum: ['live', 'conformance', 'unverified'] }).notNull(),
    /** Said on screen, by language, as "the demo's upstream is a local test chain". */
    note: jsonb('note').$type<Record<string, string>>().notNull().default({}),
    enabled: boolean('enabled').notNull().default(true),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('offerings_node_wire').on(t.cityNodeId, t.wireId),
    index('offerings_framework').on(t.frameworkId, t.kind),
  ],
);
