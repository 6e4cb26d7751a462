import { sql } from 'drizzle-orm';
import { expect, vi } from 'vitest';
import { db } from '#db/connection.ts';

/** Ends when one connection to the test's database waits for a lock, so that a race can be stood still in that moment. */
export async function untilOneWaits(): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await db().execute(sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
      expect(rows).toHaveLength(1);
    },
    { timeout: 60_000 },
  );
}
