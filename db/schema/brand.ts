import { sql } from 'drizzle-orm';
import { customType, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, instant, primaryId } from './columns.ts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** A portal's brand by host name; `*` is the brand of every host without one of its own. */
export const brands = pgTable('brands', {
  host: text('host').primaryKey(),
  payload: jsonb('payload').$type<unknown>().notNull(),
  version: integer('version').notNull().default(1),
  updatedBy: text('updated_by').notNull(),
  updatedAt: instant('updated_at')
    .notNull()
    .default(sql`portal_now()`),
});

/** Re-encoded pictures, served from our own origin under their content hash. */
export const brandAssets = pgTable('brand_assets', {
  hash: text('hash').primaryKey(),
  contentType: text('content_type').notNull(),
  bytes: bytea('bytes').notNull(),
  createdAt: createdAt(),
});

/** Terms, privacy and other legal texts. A published version never changes. */
export const legalTexts = pgTable(
  'legal_texts',
  {
    id: primaryId(),
    kind: text('kind').notNull(),
    locale: text('locale').notNull(),
    version: integer('version').notNull(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    publishedBy: text('published_by').notNull(),
    publishedAt: instant('published_at')
      .notNull()
      .default(sql`portal_now()`),
  },
  (t) => [uniqueIndex('legal_texts_version').on(t.kind, t.locale, t.version)],
);

/** Which version of which text a person accepted, when, and for which order (none: at sign-up). */
export const legalAcceptances = pgTable(
  'legal_acceptances',
  {
    id: primaryId(),
    legalTextId: uuid('legal_text_id')
      .notNull()
      .references(() => legalTexts.id),
    userId: text('user_id').notNull(),
    orgId: uuid('org_id'),
    orderId: uuid('order_id'),
    acceptedAt: instant('accepted_at')
      .notNull()
      .default(sql`portal_now()`),
  },
  (t) => [
    index('legal_acceptances_org').on(t.orgId, t.acceptedAt),
    index('legal_acceptances_order').on(t.orderId),
  ],
);

/** Operator's settings that are neither brand nor price: comparison assumptions, quote minutes, bank details. */
export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: jsonb('value').$type<unknown>().notNull(),
  updatedBy: text('updated_by').notNull(),
  updatedAt: instant('updated_at')
    .notNull()
    .default(sql`portal_now()`),
});
