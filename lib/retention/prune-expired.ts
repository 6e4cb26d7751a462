import { sql, type SQL } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';

/** Rows of one statement, so that nobody waits long and memory stays small. */
const lot = 5_000;
/** Of one table in one run; what is left goes in the next. */
const lotsAtOnce = 200;

/**
 * Clears away what nobody can use any more: sessions and one-time links long past their end, request ids, mails and rate
 * buckets of long ago, enrolment tokens nobody redeemed, usage batches that no node gives again, and the activity of apps
 * past `activityDays`. Sums by the hour, books and records of what people did are never touched. Sessions, links and
 * buckets live in real time, so a test clock that has moved on must not end them.
 */
export async function pruneExpired(keep: { activityDays: number }, conn: Conn = db()): Promise<void> {
  const oldActivity = sql`at < portal_now() - make_interval(days => ${keep.activityDays}::int)`;
  const expired: readonly (readonly [table: string, which: SQL])[] = [
    ['sessions', sql`greatest(expires_at, coalesce(revoked_at, expires_at)) < now() - interval '30 days'`],
    ['email_tokens', sql`expires_at < now() - interval '7 days'`],
    ['requests', sql`created_at < portal_now() - interval '90 days'`],
    ['api_requests', sql`created_at < portal_now() - interval '90 days'`],
    ['mails', sql`created_at < portal_now() - interval '90 days' and state <> 'queued'`],
    ['rate_limits', sql`updated_at < now() - interval '2 days'`],
    // A node keeps at most 30 days what was taken: until then, a cursor that was set back must count nothing twice.
    ['usage_batches', sql`received_at < portal_now() - interval '35 days'`],
    ['node_events', sql`kind in ('transaction.recorded', 'contract.event') and ${oldActivity}`],
    ['node_events', sql`at < portal_now() - interval '400 days'`],
  ];
  for (const [table, which] of expired) await deleteInLots(conn, table, which);
  await conn.execute(sql`
    update city_node_enrolments set token = null, state = 'failed', finished_at = portal_now(),
           failure = '{"messageId": "cityNodes.tokenExpired", "params": {}}'::jsonb
     where state = 'asked' and created_at < portal_now() - interval '1 day'`);
}

async function deleteInLots(conn: Conn, table: string, which: SQL): Promise<void> {
  const name = sql.identifier(table);
  for (let count = 0; count < lotsAtOnce; count += 1) {
    const { rowCount } = await conn.execute(sql`
      delete from ${name} where ctid = any(array(select ctid from ${name} where ${which} limit ${lot}))`);
    if (rowCount !== lot) return;
  }
}
