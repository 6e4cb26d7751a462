import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { countryCode, createdAt, currencyCode, instant, primaryId } from './columns.ts';

/** A dated set of prices. Only an approved one is ever used; it never changes after approval. */
export const priceBooks = pgTable(
  'price_books',
  {
    id: primaryId(),
    version: integer('version').notNull(),
    currency: currencyCode().notNull(),
    state: text('state', { enum: ['draft', 'proposed', 'approved', 'rejected'] }).notNull(),
    effectiveFrom: instant('effective_from').notNull(),
    /** Prices by framework, kind and (optionally) city node: lib/pricing's schema. Bigints as decimal strings. */
    prices: jsonb('prices').$type<unknown>().notNull(),
    note: text('note').notNull().default(''),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    proposedBy: text('proposed_by'),
    proposedAt: instant('proposed_at'),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
  },
  (t) => [
    uniqueIndex('price_books_version').on(t.version),
    index('price_books_effective').on(t.state, t.effectiveFrom),
  ],
);

/** Who is paid what of a line: basis points of the net, portal first, the other three of the remainder. */
export const shareRules = pgTable(
  'share_rules',
  {
    id: primaryId(),
    version: integer('version').notNull(),
    effectiveFrom: instant('effective_from').notNull(),
    /** Null: every city node or framework without a rule of its own. */
    cityNodeId: uuid('city_node_id'),
    frameworkId: text('framework_id'),
    portalBasisPoints: integer('portal_basis_points').notNull(),
    /** Of what is left after the portal's share; the three add up to 10,000. */
    providerBasisPoints: integer('provider_basis_points').notNull(),
    frameworkBasisPoints: integer('framework_basis_points').notNull(),
    operationsBasisPoints: integer('operations_basis_points').notNull(),
    state: text('state', { enum: ['proposed', 'approved', 'rejected'] }).notNull(),
    proposedBy: text('proposed_by').notNull(),
    decidedBy: text('decided_by'),
    createdAt: createdAt(),
    decidedAt: instant('decided_at'),
  },
  (t) => [
    uniqueIndex('share_rules_version').on(t.version),
    index('share_rules_effective').on(t.state, t.effectiveFrom),
  ],
);

export const taxRates = pgTable(
  'tax_rates',
  {
    id: primaryId(),
    /** Null country: everywhere else. */
    buyerCountry: countryCode('buyer_country'),
    buyerKind: text('buyer_kind', { enum: ['business', 'consumer', 'any'] }).notNull(),
    name: text('name').notNull(),
    basisPoints: integer('basis_points').notNull(),
    effectiveFrom: instant('effective_from').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('tax_rates_lookup').on(t.buyerCountry, t.buyerKind, t.effectiveFrom)],
);
