import { bigint, char, timestamp, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';

export const primaryId = () => uuid('id').primaryKey();
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });
/** When the row was written, by the portal's clock (with the sandbox test clock). */
export const createdAt = () =>
  instant('created_at')
    .notNull()
    .default(sql`portal_now()`);
export const minorUnits = (name: string) => bigint(name, { mode: 'bigint' });
export const currencyCode = (name = 'currency') => char(name, { length: 3 });
export const countryCode = (name: string) => char(name, { length: 2 });
