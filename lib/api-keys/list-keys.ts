import { and, desc, eq, like, not, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { apiKeys } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import { readOwnApp } from '#lib/apps/find-app.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { consoleKeyName } from './create-api-key.ts';

export type KeyRow = {
  id: string;
  name: string;
  /** Beginning and end of the key, to tell keys apart. */
  hint: string;
  functions: string[] | null;
  /** `ending`: replaced, and working until `expiresAt`. */
  state: 'working' | 'ending' | 'expired' | 'revoked';
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
};

/** The app's keys, newest first, at most 200; those of the call form are left out. */
export async function listKeys(actor: Actor, appId: string, conn: Conn = db()): Promise<KeyRow[]> {
  demand(actor, 'app.read');
  const app = await readOwnApp(conn, actor, appId);
  return conn
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      hint: apiKeys.hint,
      functions: apiKeys.functions,
      // A key whose time is over is marked at its end (touch-policy.ts): it expired, nobody revoked it.
      state: sql<KeyRow['state']>`case
        when ${apiKeys.revokedAt} < coalesce(${apiKeys.expiresAt}, 'infinity') then 'revoked'
        when ${apiKeys.expiresAt} <= portal_now() then 'expired'
        when ${apiKeys.replacedBy} is not null then 'ending' else 'working' end`,
      createdAt: apiKeys.createdAt,
      expiresAt: apiKeys.expiresAt,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.appId, app.id), not(like(apiKeys.name, `${consoleKeyName}%`))))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(200);
}
