import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';

/** Which verb a request id was used for, and what it made: the claim that makes every mutation safe to repeat. */
export const requests = pgTable(
  'requests',
  {
    /** Organisation, or the actor's own id where there is none: nobody can probe another's ids. */
    scope: text('scope').notNull(),
    requestId: text('request_id').notNull(),
    verb: text('verb').notNull(),
    subjectId: text('subject_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.scope, t.requestId] }),
    index('requests_created').using('brin', t.createdAt),
  ],
);

/** Idempotency keys of programs, with a fingerprint of what they were first used for. */
export const apiRequests = pgTable(
  'api_requests',
  {
    orgId: text('org_id').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.key] }),
    index('api_requests_created').using('brin', t.createdAt),
  ],
);
