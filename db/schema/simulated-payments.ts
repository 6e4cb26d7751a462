import { jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';

/** What the simulated card provider knows, as a real one would in a database of its own. Sandbox only. */
export const simulatedObjects = pgTable(
  'simulated_objects',
  {
    id: text('id').primaryKey(),
    requestId: text('request_id').notNull(),
    body: jsonb('body').$type<unknown>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('simulated_objects_request').on(t.requestId)],
);
