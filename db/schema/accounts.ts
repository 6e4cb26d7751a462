import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { countryCode, createdAt, instant, primaryId } from './columns.ts';

export const users = pgTable(
  'users',
  {
    id: primaryId(),
    /** Stored trimmed and in lower case. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    locale: text('locale').notNull().default('en'),
    /** argon2id. */
    passwordHash: text('password_hash').notNull(),
    emailVerifiedAt: instant('email_verified_at'),
    disabledAt: instant('disabled_at'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('users_email').on(t.email)],
);

export const sessions = pgTable(
  'sessions',
  {
    id: primaryId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The organisation in whose name this session acts. */
    orgId: uuid('org_id').references(() => organisations.id),
    userAgent: text('user_agent').notNull().default(''),
    address: text('address').notNull().default(''),
    createdAt: createdAt(),
    lastSeenAt: instant('last_seen_at')
      .notNull()
      .default(sql`portal_now()`),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [index('sessions_user').on(t.userId, t.createdAt)],
);

/** One-time links by mail: e-mail check, password reset, change of address. Only the hash is stored. */
export const emailTokens = pgTable(
  'email_tokens',
  {
    id: primaryId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: text('purpose', { enum: ['verifyEmail', 'resetPassword'] }).notNull(),
    tokenHash: text('token_hash').notNull(),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [
    uniqueIndex('email_tokens_hash').on(t.tokenHash),
    index('email_tokens_user').on(t.userId, t.purpose),
  ],
);

export const organisations = pgTable(
  'organisations',
  {
    id: primaryId(),
    name: text('name').notNull(),
    /** `portal` is the operator's own organisation: its members are staff. There is one. */
    kind: text('kind', { enum: ['customer', 'portal'] })
      .notNull()
      .default('customer'),
    suspendedAt: instant('suspended_at'),
    /** What its members read of it. */
    suspensionReason: text('suspension_reason').notNull().default(''),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('organisations_one_portal')
      .on(t.kind)
      .where(sql`kind = 'portal'`),
    index('organisations_name').on(t.name, t.id),
    index('organisations_created').on(t.createdAt, t.id),
  ],
);

export const memberships = pgTable(
  'memberships',
  {
    id: primaryId(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role').notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('memberships_org_user').on(t.orgId, t.userId), index('memberships_user').on(t.userId)],
);

export const invitations = pgTable(
  'invitations',
  {
    id: primaryId(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    role: text('role').notNull(),
    tokenHash: text('token_hash').notNull(),
    invitedBy: uuid('invited_by')
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    acceptedAt: instant('accepted_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    uniqueIndex('invitations_hash').on(t.tokenHash),
    uniqueIndex('invitations_open')
      .on(t.orgId, t.email)
      .where(sql`accepted_at is null and revoked_at is null`),
  ],
);

export const billingProfiles = pgTable('billing_profiles', {
  orgId: uuid('org_id')
    .primaryKey()
    .references(() => organisations.id, { onDelete: 'cascade' }),
  legalName: text('legal_name').notNull(),
  country: countryCode('country').notNull(),
  /** A business has a tax id; a consumer has none. */
  buyerKind: text('buyer_kind', { enum: ['business', 'consumer'] }).notNull(),
  taxId: text('tax_id').notNull().default(''),
  address: jsonb('address')
    .$type<{ lines: string[]; city: string; region: string; postalCode: string }>()
    .notNull(),
  billingEmail: text('billing_email').notNull().default(''),
  updatedAt: instant('updated_at')
    .notNull()
    .default(sql`portal_now()`),
});

/** Tokens with which an organisation's programs call app/api/v1. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: primaryId(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    tokenHash: text('token_hash').notNull(),
    hint: text('hint').notNull(),
    role: text('role').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [uniqueIndex('api_tokens_hash').on(t.tokenHash), index('api_tokens_org').on(t.orgId, t.createdAt)],
);

/** Token buckets in the database, shared by every copy of every process. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  /** Thousandths of a token. */
  level: integer('level').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

export const mails = pgTable(
  'mails',
  {
    id: primaryId(),
    toAddress: text('to_address').notNull(),
    template: text('template').notNull(),
    locale: text('locale').notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    html: text('html').notNull(),
    state: text('state', { enum: ['queued', 'sent', 'failed'] })
      .notNull()
      .default('queued'),
    /** Set by the sandbox mailbox transport only: the page reads these. */
    inMailbox: boolean('in_mailbox').notNull().default(false),
    lastError: text('last_error').notNull().default(''),
    createdAt: createdAt(),
    sentAt: instant('sent_at'),
  },
  (t) => [index('mails_created').on(t.createdAt, t.id), index('mails_address').on(t.toAddress, t.createdAt)],
);
