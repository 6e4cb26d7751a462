import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { apiRequests } from '#db/schema/requests.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';

const longestKey = 255;

/**
 * The request id of a call with an `Idempotency-Key`: one key of one organisation always gives one id. The same key
 * with other content is refused, so that a client's slip cannot pass for a repeat.
 */
export async function fingerprintRequest(
  actor: Actor,
  operation: string,
  key: string | null,
  body: unknown,
  conn: Conn = db(),
): Promise<string> {
  if (!key) throw new AppError('malformed', 'errors.idempotencyKeyMissing');
  if (key.length > longestKey)
    throw new AppError('invalid', 'errors.idempotencyKeyTooLong', { limit: longestKey });
  const fingerprint = createHash('sha256')
    .update(operation)
    .update('\n')
    .update(JSON.stringify(body))
    .digest('hex');
  const mine = { orgId: actor.orgId, key };
  // The disk is not waited for: what the verb writes comes after it in the log, so no crash keeps that and forgets this.
  const inserted = await conn.execute(sql`
    insert into api_requests (org_id, key, fingerprint)
    select ${mine.orgId}::text, ${mine.key}::text, ${fingerprint}::text
      from (select set_config('synchronous_commit', 'off', true)) as unhurried
    on conflict do nothing
    returning 1`);
  if (inserted.rows.length === 0) {
    const [earlier] = await conn
      .select({ fingerprint: apiRequests.fingerprint })
      .from(apiRequests)
      .where(and(eq(apiRequests.orgId, actor.orgId), eq(apiRequests.key, key)));
    if (earlier?.fingerprint !== fingerprint)
      throw new AppError('conflict', 'errors.idempotencyKeyReused', { key });
  }
  return uuidOf(createHash('sha256').update(`${actor.orgId}\n${key}`).digest());
}

/** 16 bytes of a digest as an RFC 9562 version 8 (custom) UUID. */
function uuidOf(digest: Buffer): string {
  const bytes = Buffer.from(digest.subarray(0, 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
