import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { apiKeys } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import { lockOwnApp } from '#lib/apps/find-app.ts';
import { touchPolicy } from '#lib/apps/touch-policy.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { findOwnKey } from './find-key.ts';

export const revokeApiKeyInput = z.object({ requestId: z.uuid(), keyId: z.uuid() }).brand<'RevokeApiKey'>();
export type RevokeApiKey = z.output<typeof revokeApiKeyInput>;

/** Ends a key for good; gateways refuse it about a second later. Ending one that has ended changes nothing. */
export async function revokeApiKey(
  actor: Actor,
  input: RevokeApiKey,
  conn: Conn = db(),
): Promise<{ id: string }> {
  demand(actor, 'apiKey.manage');
  return conn.transaction(async (tx) => {
    const { first } = await claimRequest(tx, actor, 'apiKey.revoke', input.requestId, input.keyId);
    if (!first) return { id: input.keyId };
    const key = await findOwnKey(tx, actor, input.keyId);
    await lockOwnApp(tx, actor, key.appId);
    const [ended] = await tx
      .update(apiKeys)
      .set({ revokedAt: sql`portal_now()` })
      .where(and(eq(apiKeys.id, key.id), isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id });
    if (!ended) return { id: key.id };
    await touchPolicy(tx, key.appId);
    await recordAudit(tx, actor, {
      action: 'apiKey.revoke',
      subjectKind: 'apiKey',
      subjectId: key.id,
      before: { appId: key.appId, name: key.name },
    });
    return { id: key.id };
  });
}
