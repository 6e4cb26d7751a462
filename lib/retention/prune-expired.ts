import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';

/**
 * Clears away what nobody can use any more: sessions and one-time links long past their end, request ids and rate
 * buckets of long ago, enrolment tokens nobody redeemed. Records of what happened are never touched. Sessions, links and
 * buckets live in real time, so a test clock that has moved on must not end them.
 */
export async function pruneExpired(conn: Conn = db()): Promise<void> {
  for (const statement of [
    sql`delete from sessions where greatest(expires_at, coalesce(revoked_at, expires_at)) < now() - interval '30 days'`,
    sql`delete from email_tokens where expires_at < now() - interval '7 days'`,
    sql`delete from requests where created_at < portal_now() - interval '90 days'`,
    sql`delete from api_requests where created_at < portal_now() - interval '90 days'`,
    sql`delete from rate_limits where updated_at < now() - interval '2 days'`,
    sql`update city_node_enrolments set token = null, state = 'failed', finished_at = portal_now(),
               failure = '{"messageId": "cityNodes.tokenExpired", "params": {}}'::jsonb
         where state = 'asked' and created_at < portal_now() - interval '1 day'`,
  ])
    await conn.execute(statement);
}
