import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { organisations } from './accounts.ts';
import { offerings } from './catalogue.ts';
import { countryCode, createdAt, currencyCode, instant, minorUnits, primaryId } from './columns.ts';
import { priceBooks } from './pricing.ts';

/** A frozen offer: price book, tax and compliance verdict as they stood. Never changes; it is used once or expires. */
export const quotes = pgTable(
  'quotes',
  {
    id: primaryId(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organisations.id),
    number: text('number').notNull(),
    appName: text('app_name').notNull(),
    category: text('category').notNull().default('general'),
    frameworkId: text('framework_id').notNull(),
    termUnit: text('term_unit', { enum: ['month', 'year'] }).notNull(),
    termCount: integer('term_count').notNull(),
    currency: currencyCode().notNull(),
    priceBookId: uuid('price_book_id')
      .notNull()
      .references(() => priceBooks.id),
    priceBookVersion: integer('price_book_version').notNull(),
    net: minorUnits('net').notNull(),
    tax: minorUnits('tax').notNull(),
    total: minorUnits('total').notNull(),
    taxName: text('tax_name').notNull(),
    taxBasisPoints: integer('tax_basis_points').notNull(),
    /** Who buys, as the invoice will say: a copy of the billing profile. */
    buyer: jsonb('buyer').$type<unknown>().notNull(),
    buyerCountry: countryCode('buyer_country').notNull(),
    verdictId: uuid('verdict_id').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    /** Soft hold on capacity at every city node of the quote. */
    holdState: text('hold_state', { enum: ['asking', 'held', 'refused', 'released', 'used'] })
      .notNull()
      .default('asking'),
    holdDetail: jsonb('hold_detail').$type<unknown>(),
  },
  (t) => [
    uniqueIndex('quotes_number').on(t.number),
    index('quotes_org').on(t.orgId, t.createdAt),
    index('quotes_open_holds')
      .on(t.expiresAt)
      .where(sql`hold_state in ('asking', 'held')`),
  ],
);

/** One resource of one city node. `position` orders the lines of a quote, its order and its invoice alike. */
export const quoteLines = pgTable(
  'quote_lines',
  {
    id: primaryId(),
    quoteId: uuid('quote_id')
      .notNull()
      .references(() => quotes.id),
    position: integer('position').notNull(),
    offeringId: uuid('offering_id')
      .notNull()
      .references(() => offerings.id),
    cityNodeId: uuid('city_node_id').notNull(),
    resource: text('resource', { enum: ['base', 'tps', 'storage', 'bandwidth'] }).notNull(),
    quantity: integer('quantity').notNull(),
    net: minorUnits('net').notNull(),
    /** Names as they stood, and how the price came about; for invoice, export and drill-down. */
    detail: jsonb('detail').$type<Record<string, string>>().notNull(),
  },
  (t) => [uniqueIndex('quote_lines_position').on(t.quoteId, t.position)],
);

export const reservations = pgTable(
  'reservations',
  {
    id: primaryId(),
    quoteId: uuid('quote_id')
      .notNull()
      .references(() => quotes.id),
    cityNodeId: uuid('city_node_id').notNull(),
    offeringId: uuid('offering_id').notNull(),
    tps: integer('tps').notNull(),
    storageGb: integer('storage_gb').notNull(),
    bandwidthMbps: integer('bandwidth_mbps').notNull(),
    state: text('state', { enum: ['asking', 'held', 'refused', 'released', 'used'] })
      .notNull()
      .default('asking'),
    detail: jsonb('detail').$type<unknown>(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [
    uniqueIndex('reservations_quote_node').on(t.quoteId, t.cityNodeId),
    index('reservations_state').on(t.state, t.expiresAt),
  ],
);

export const orders = pgTable(
  'orders',
  {
    id: primaryId(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organisations.id),
    number: text('number').notNull(),
    quoteId: uuid('quote_id')
      .notNull()
      .references(() => quotes.id),
    appId: uuid('app_id').notNull(),
    appName: text('app_name').notNull(),
    state: text('state', {
      enum: [
        'awaitingPayment',
        'paid',
        'delivering',
        'delivered',
        'deliveryFailed',
        'refunding',
        'refunded',
        'cancelled',
        'expired',
      ],
    }).notNull(),
    currency: currencyCode().notNull(),
    net: minorUnits('net').notNull(),
    tax: minorUnits('tax').notNull(),
    total: minorUnits('total').notNull(),
    placedBy: text('placed_by').notNull(),
    createdAt: createdAt(),
    /** Until when its capacity is held for payment. */
    payUntil: instant('pay_until')
      .notNull()
      .default(sql`portal_now() + interval '30 minutes'`),
    paidAt: instant('paid_at'),
    deliveredAt: instant('delivered_at'),
    closedAt: instant('closed_at'),
    /** Why delivery failed or the order ended, as a message id and its values. */
    reason: jsonb('reason').$type<unknown>(),
  },
  (t) => [
    uniqueIndex('orders_number').on(t.number),
    uniqueIndex('orders_quote').on(t.quoteId),
    index('orders_org').on(t.orgId, t.createdAt, t.id),
    index('orders_state').on(t.state, t.createdAt, t.id),
    index('orders_unpaid')
      .on(t.payUntil)
      .where(sql`state = 'awaitingPayment'`),
    index('orders_created').on(t.createdAt, t.id),
    index('orders_app').on(t.appId),
  ],
);

export const orderLines = pgTable(
  'order_lines',
  {
    id: primaryId(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    position: integer('position').notNull(),
    offeringId: uuid('offering_id').notNull(),
    cityNodeId: uuid('city_node_id').notNull(),
    providerId: uuid('provider_id').notNull(),
    frameworkProviderId: uuid('framework_provider_id').notNull(),
    frameworkId: text('framework_id').notNull(),
    resource: text('resource', { enum: ['base', 'tps', 'storage', 'bandwidth'] }).notNull(),
    quantity: integer('quantity').notNull(),
    net: minorUnits('net').notNull(),
    detail: jsonb('detail').$type<Record<string, string>>().notNull(),
  },
  (t) => [uniqueIndex('order_lines_position').on(t.orderId, t.position)],
);

/**
 * One attempt to be paid, by one provider, for an order or a wallet top-up. A top-up that names an order is money that
 * came for an order which could not take it any more.
 */
export const payments = pgTable(
  'payments',
  {
    id: primaryId(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organisations.id),
    purpose: text('purpose', { enum: ['order', 'topUp'] }).notNull(),
    orderId: uuid('order_id').references(() => orders.id),
    provider: text('provider', { enum: ['stripe', 'simulated', 'remittance', 'wallet'] }).notNull(),
    /** The provider's own object (checkout session); null until it is made. */
    providerRef: text('provider_ref'),
    /** Where the buyer pays. */
    payUrl: text('pay_url'),
    /** Remittance: what the buyer writes into the bank form. */
    identificationCode: text('identification_code'),
    currency: currencyCode().notNull(),
    amount: minorUnits('amount').notNull(),
    state: text('state', {
      enum: ['starting', 'pending', 'succeeded', 'failed', 'cancelled', 'refunded'],
    }).notNull(),
    failure: text('failure').notNull().default(''),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    succeededAt: instant('succeeded_at'),
    confirmedBy: text('confirmed_by'),
  },
  (t) => [
    uniqueIndex('payments_provider_ref').on(t.provider, t.providerRef),
    uniqueIndex('payments_identification').on(t.identificationCode),
    /** An order is paid once. */
    uniqueIndex('payments_order_once')
      .on(t.orderId)
      .where(sql`purpose = 'order' and state in ('succeeded', 'refunded')`),
    index('payments_org').on(t.orgId, t.createdAt, t.id),
    index('payments_order').on(t.orderId, t.createdAt),
    index('payments_state').on(t.provider, t.state, t.createdAt),
  ],
);

/** Every provider event under its unique id, stored before anything is done about it. */
export const paymentEvents = pgTable(
  'payment_events',
  {
    id: primaryId(),
    provider: text('provider').notNull(),
    eventId: text('event_id').notNull(),
    type: text('type').notNull(),
    providerRef: text('provider_ref').notNull(),
    payload: jsonb('payload').$type<unknown>().notNull(),
    receivedAt: instant('received_at')
      .notNull()
      .default(sql`portal_now()`),
    processedAt: instant('processed_at'),
    result: text('result').notNull().default(''),
  },
  (t) => [
    uniqueIndex('payment_events_once').on(t.provider, t.eventId),
    index('payment_events_received').on(t.receivedAt, t.id),
    index('payment_events_disputes')
      .on(t.providerRef, t.receivedAt)
      .where(sql`provider_ref like 'dispute:%'`),
    index('payment_events_outside_refunds')
      .on(t.provider, t.providerRef)
      .where(sql`result = 'unknownRefund'`),
  ],
);

export const refunds = pgTable(
  'refunds',
  {
    id: primaryId(),
    orgId: uuid('org_id').notNull(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    paymentId: uuid('payment_id')
      .notNull()
      .references(() => payments.id),
    currency: currencyCode().notNull(),
    amount: minorUnits('amount').notNull(),
    /** Back the way it came, or into the wallet. */
    destination: text('destination', { enum: ['source', 'wallet'] }).notNull(),
    state: text('state', { enum: ['requested', 'sending', 'succeeded', 'failed'] }).notNull(),
    providerRef: text('provider_ref'),
    reason: text('reason').notNull(),
    requestedBy: text('requested_by').notNull(),
    createdAt: createdAt(),
    succeededAt: instant('succeeded_at'),
    failure: text('failure').notNull().default(''),
  },
  (t) => [
    uniqueIndex('refunds_order_once')
      .on(t.orderId)
      .where(sql`state <> 'failed'`),
    index('refunds_created').on(t.createdAt, t.id),
    index('refunds_provider_ref').on(t.providerRef),
  ],
);

/** Gap-free numbers: the row is locked by the transaction that takes the next one. */
export const numberSeries = pgTable('number_series', {
  series: text('series').primaryKey(),
  last: integer('last').notNull(),
});

/** Invoices and credit notes, frozen when issued. */
export const invoices = pgTable(
  'invoices',
  {
    id: primaryId(),
    kind: text('kind', { enum: ['invoice', 'creditNote'] }).notNull(),
    orgId: uuid('org_id')
      .notNull()
      .references(() => organisations.id),
    orderId: uuid('order_id').references(() => orders.id),
    /** Credit note: the invoice it corrects. */
    corrects: uuid('corrects'),
    number: text('number').notNull(),
    currency: currencyCode().notNull(),
    net: minorUnits('net').notNull(),
    tax: minorUnits('tax').notNull(),
    total: minorUnits('total').notNull(),
    /** Everything the page and the PDF show: seller, buyer, lines, tax, brand name. */
    content: jsonb('content').$type<unknown>().notNull(),
    paid: boolean('paid').notNull().default(true),
    issuedAt: instant('issued_at')
      .notNull()
      .default(sql`portal_now()`),
  },
  (t) => [
    uniqueIndex('invoices_number').on(t.number),
    uniqueIndex('invoices_order_once').on(t.orderId, t.kind),
    index('invoices_org').on(t.orgId, t.issuedAt, t.id),
    index('invoices_issued').on(t.issuedAt, t.id),
  ],
);

/** What was bought for how long: the terms of a city node of an app. */
export const subscriptions = pgTable(
  'subscriptions',
  {
    id: primaryId(),
    orgId: uuid('org_id').notNull(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    appId: uuid('app_id').notNull(),
    state: text('state', { enum: ['pending', 'active', 'ended', 'refunded'] }).notNull(),
    /** Half-open, cut in the portal's zone. Null until delivered. */
    startsAt: instant('starts_at'),
    endsAt: instant('ends_at'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('subscriptions_order').on(t.orderId),
    index('subscriptions_app').on(t.appId),
    index('subscriptions_ends').on(t.state, t.endsAt),
  ],
);
