import { sql } from 'drizzle-orm';
import { check, integer, interval, pgTable } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** The sandbox test clock: one row, whose offset only grows. Outside sandbox the row does not exist. */
export const testClock = pgTable(
  'test_clock',
  {
    id: integer('id').primaryKey().default(1),
    offset: interval('offset').notNull(),
    /** Where an operator asked the clock to go while due jobs still run; null when it is there. */
    target: instant('target'),
  },
  () => [
    check('test_clock_one_row', sql`id = 1`),
    check('test_clock_forward', sql`"offset" >= interval '0'`),
  ],
);
