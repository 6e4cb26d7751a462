import { and, eq, isNull, or, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { apiTokens, organisations } from '#db/schema/accounts.ts';
import type { Permission } from '#lib/access/permissions.ts';
import { hashToken } from '#lib/crypto/secret-token.ts';
import { mintActor, type Actor } from './actor.ts';
import { rightsOf, without } from './user-actor.ts';

/** A program never changes who may act: a stolen token must not outlive its own revocation. */
const peopleOnly: ReadonlySet<Permission> = new Set([
  'apiToken.manage',
  'member.manage',
  'owner.manage',
  'organisation.manage',
  'staff.manage',
]);

/** Whose program is calling, by `Authorization: Bearer …`; null for a token that is unknown, revoked or past its date. */
export async function actorOfToken(
  authorizationHeader: string | null | undefined,
  conn: Conn = db(),
): Promise<Actor | null> {
  const secret = /^Bearer\s+(\S{1,200})$/i.exec(authorizationHeader ?? '')?.[1];
  if (!secret) return null;
  const [token] = await conn
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      role: apiTokens.role,
      orgId: apiTokens.orgId,
      suspendedAt: organisations.suspendedAt,
      suspensionReason: organisations.suspensionReason,
      unused: sql<boolean>`coalesce(${apiTokens.lastUsedAt} < now() - interval '1 minute', true)`,
    })
    .from(apiTokens)
    .innerJoin(organisations, eq(organisations.id, apiTokens.orgId))
    .where(
      and(
        eq(apiTokens.tokenHash, hashToken(secret)),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), sql`${apiTokens.expiresAt} > now()`),
      ),
    );
  if (!token) return null;
  if (token.unused)
    await conn
      .update(apiTokens)
      .set({ lastUsedAt: sql`now()` })
      .where(eq(apiTokens.id, token.id));
  const { can, suspension } = rightsOf(token.role, token.suspendedAt && token.suspensionReason);
  return mintActor({
    kind: 'apiToken',
    id: token.id,
    name: token.name,
    orgId: token.orgId,
    can: without(can, peopleOnly),
    suspension: suspension && { ...suspension, withheld: without(suspension.withheld, peopleOnly) },
  });
}
