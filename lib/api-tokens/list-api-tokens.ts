import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { apiTokens, users } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';

export type ApiTokenRow = {
  id: string;
  name: string;
  /** First and last characters of the secret, to tell tokens apart. */
  hint: string;
  role: string;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  expired: boolean;
  lastUsedAt: Date | null;
};

/** Tokens of the actor's organisation that were not revoked, newest first; two hundred at most. Never their secrets. */
export async function listApiTokens(actor: Actor, conn: Conn = db()): Promise<ApiTokenRow[]> {
  demand(actor, 'apiToken.manage');
  return conn
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      hint: apiTokens.hint,
      role: apiTokens.role,
      createdBy: users.name,
      createdAt: apiTokens.createdAt,
      expiresAt: apiTokens.expiresAt,
      expired: sql<boolean>`coalesce(${apiTokens.expiresAt} <= now(), false)`,
      lastUsedAt: apiTokens.lastUsedAt,
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.createdBy))
    .where(and(eq(apiTokens.orgId, actor.orgId), isNull(apiTokens.revokedAt)))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
    .limit(200);
}
