import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, currencyCode, instant, minorUnits, primaryId } from './columns.ts';

/** One week of the portal's declared zone. The open week has no row until it is closed. */
export const settlements = pgTable(
  'settlements',
  {
    id: primaryId(),
    /** ISO week year and week. */
    year: integer('year').notNull(),
    week: integer('week').notNull(),
    zone: text('zone').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    currency: currencyCode().notNull(),
    state: text('state', { enum: ['draft', 'issued', 'remitted'] }).notNull(),
    /** Gap-free, given at issue. */
    number: integer('number'),
    firstSeal: bigint('first_seal', { mode: 'bigint' }),
    lastSeal: bigint('last_seal', { mode: 'bigint' }),
    totals: jsonb('totals').$type<unknown>(),
    contentHash: text('content_hash'),
    signature: text('signature'),
    issuedAt: instant('issued_at'),
    remittedAt: instant('remitted_at'),
    remittedBy: text('remitted_by'),
    remittanceReference: text('remittance_reference').notNull().default(''),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('settlements_week').on(t.year, t.week), uniqueIndex('settlements_number').on(t.number)],
);

/** One party's share of one order line, at payment or (negative) at refund. Append-only. */
export const settlementShares = pgTable(
  'settlement_shares',
  {
    id: primaryId(),
    /** payment or refund this share came from, and the ledger transaction that carries it. */
    event: text('event', { enum: ['payment', 'refund'] }).notNull(),
    sourceId: uuid('source_id').notNull(),
    orderId: uuid('order_id').notNull(),
    orderLineId: uuid('order_line_id').notNull(),
    ledgerTransactionId: bigint('ledger_transaction_id', { mode: 'bigint' }).notNull(),
    party: text('party', { enum: ['portal', 'provider', 'framework', 'operations', 'tax'] }).notNull(),
    /** Provider or framework provider id, or the tax's name; empty for portal and operations, which are one each. */
    partyId: text('party_id').notNull().default(''),
    /** Name as it stood then. */
    partyName: text('party_name').notNull(),
    shareRuleVersion: integer('share_rule_version'),
    basisPoints: integer('basis_points'),
    amount: minorUnits('amount').notNull(),
    currency: currencyCode().notNull(),
    effectiveAt: instant('effective_at').notNull(),
    /** What was sold, in words of the catalogue (no customer data): city node, framework, resource, quantity. */
    description: jsonb('description').$type<Record<string, string>>().notNull(),
  },
  (t) => [
    uniqueIndex('settlement_shares_once').on(t.sourceId, t.orderLineId, t.party),
    index('settlement_shares_effective').on(t.effectiveAt, t.id),
    index('settlement_shares_party').on(t.party, t.partyId, t.effectiveAt),
    index('settlement_shares_order').on(t.orderId),
    index('settlement_shares_ledger').on(t.ledgerTransactionId),
  ],
);
