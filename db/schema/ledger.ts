import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  check,
  index,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, currencyCode, instant, minorUnits } from './columns.ts';

export const ledgerAccounts = pgTable(
  'ledger_accounts',
  {
    /** `wallet:<org>`, `clearing:stripe`, `payable:provider:<id>` … : kind and owner, spelled by lib/ledger. */
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    orgId: uuid('org_id'),
    createdAt: createdAt(),
  },
  (t) => [index('ledger_accounts_kind').on(t.kind, t.id), index('ledger_accounts_org').on(t.orgId)],
);

/** Append-only, as are its postings: no UPDATE or DELETE by trigger. */
export const ledgerTransactions = pgTable(
  'ledger_transactions',
  {
    id: bigserial('id', { mode: 'bigint' }).primaryKey(),
    /** Made by the outermost caller; the same reference posts once. */
    externalRef: text('external_ref').notNull(),
    kind: text('kind').notNull(),
    effectiveAt: instant('effective_at').notNull(),
    insertedAt: instant('inserted_at')
      .notNull()
      .default(sql`portal_now()`),
    /** Snapshot horizon for sealing: the database transaction that wrote the row. */
    writtenBy: bigint('written_by', { mode: 'bigint' })
      .notNull()
      .default(sql`(pg_current_xact_id()::text)::bigint`),
    corrects: bigint('corrects', { mode: 'bigint' }),
    detail: jsonb('detail').$type<Record<string, string>>().notNull().default({}),
  },
  (t) => [
    uniqueIndex('ledger_transactions_ref').on(t.externalRef),
    index('ledger_transactions_effective').on(t.effectiveAt, t.id),
    index('ledger_transactions_written').on(t.writtenBy),
    index('ledger_transactions_collections')
      .on(t.id)
      .where(sql`kind = 'collection'`),
  ],
);

export const ledgerPostings = pgTable(
  'ledger_postings',
  {
    transactionId: bigint('transaction_id', { mode: 'bigint' })
      .notNull()
      .references(() => ledgerTransactions.id),
    position: smallint('position').notNull(),
    accountId: text('account_id')
      .notNull()
      .references(() => ledgerAccounts.id),
    /** Debits are positive, credits negative; a transaction adds up to nought in each currency. */
    amount: minorUnits('amount').notNull(),
    currency: currencyCode().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.transactionId, t.position] }),
    index('ledger_postings_account').on(t.accountId, t.transactionId),
    check('ledger_postings_not_zero', sql`amount <> 0`),
  ],
);

/** Hash chain over ranges of transactions, written in batches by the worker. */
export const ledgerSeals = pgTable('ledger_seals', {
  number: bigint('number', { mode: 'bigint' }).primaryKey(),
  previousHash: text('previous_hash').notNull(),
  hash: text('hash').notNull(),
  transactions: bigint('transactions', { mode: 'bigint' }).notNull(),
  /** Every row written by an earlier database transaction lies in this seal or one before it. */
  horizon: bigint('horizon', { mode: 'bigint' }).notNull(),
  sealedAt: instant('sealed_at')
    .notNull()
    .default(sql`portal_now()`),
});

/** Which seal covers a transaction, and its place in it. */
export const ledgerSealed = pgTable(
  'ledger_sealed',
  {
    transactionId: bigint('transaction_id', { mode: 'bigint' })
      .primaryKey()
      .references(() => ledgerTransactions.id),
    sealNumber: bigint('seal_number', { mode: 'bigint' })
      .notNull()
      .references(() => ledgerSeals.number),
  },
  (t) => [index('ledger_sealed_seal').on(t.sealNumber, t.transactionId)],
);
