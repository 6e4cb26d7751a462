import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { apiTokens } from '#db/schema/accounts.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';

export const revokeApiTokenInput = z.object({ tokenId: z.uuid() }).brand<'RevokeApiToken'>();

/** Ends a token of the actor's organisation: its next call is refused. Revoking twice is revoking once. */
export async function revokeApiToken(
  actor: Actor,
  input: z.output<typeof revokeApiTokenInput>,
  conn: Conn = db(),
): Promise<void> {
  demand(actor, 'apiToken.manage');
  await conn.transaction(async (tx) => {
    const [revoked] = await tx
      .update(apiTokens)
      .set({ revokedAt: sql`coalesce(${apiTokens.revokedAt}, now())` })
      .where(and(eq(apiTokens.id, input.tokenId), eq(apiTokens.orgId, actor.orgId)))
      .returning({ name: apiTokens.name });
    if (!revoked) throw new AppError('notFound', 'errors.notFound');
    await recordAudit(tx, actor, {
      action: 'apiToken.revoke',
      subjectKind: 'apiToken',
      subjectId: input.tokenId,
      before: revoked,
    });
  });
}
