import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { apiKeys } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { insertKey, lockLiveApp, type MadeKey } from './create-api-key.ts';
import { findOwnKey } from './find-key.ts';

export const rotateApiKeyInput = z
  .object({
    requestId: z.uuid(),
    keyId: z.uuid(),
    /** Hours during which the old key works beside the new one; 0: it stops at once. */
    overlapHours: z.coerce.number().int().min(0).max(720).default(24),
  })
  .brand<'RotateApiKey'>();
export type RotateApiKey = z.output<typeof rotateApiKeyInput>;

/**
 * Makes a key that takes over name, functions and expiry from an old one, which goes on for the overlap and no longer
 * than it would have. `conflict` when the old one is revoked, expired or replaced already. A repeat gives no secret.
 */
export async function rotateApiKey(actor: Actor, input: RotateApiKey, conn: Conn = db()): Promise<MadeKey> {
  demand(actor, 'apiKey.manage');
  return conn.transaction(async (tx) => {
    const id = newId();
    const { first, subjectId } = await claimRequest(tx, actor, 'apiKey.rotate', input.requestId, id);
    if (!first) return { id: subjectId, secret: null };
    const old = await findOwnKey(tx, actor, input.keyId);
    const app = await lockLiveApp(tx, actor, old.appId);
    const now = await portalNow(tx);
    const until = new Date(now.getTime() + input.overlapHours * 3_600_000);
    const lapses = old.expiresAt && old.expiresAt < until ? old.expiresAt : until;
    const [replaced] = await tx
      .update(apiKeys)
      .set({ replacedBy: id, expiresAt: lapses })
      .where(and(eq(apiKeys.id, old.id), isNull(apiKeys.revokedAt), isNull(apiKeys.replacedBy)))
      .returning({ id: apiKeys.id });
    if (!replaced || (old.expiresAt && old.expiresAt <= now))
      throw new AppError('conflict', 'apps.keyNotWorking', { name: old.name });
    const { name, functions, expiresAt } = old;
    const secret = await insertKey(tx, actor, app, { id, name, functions, expiresAt });
    await recordAudit(tx, actor, {
      action: 'apiKey.rotate',
      subjectKind: 'apiKey',
      subjectId: old.id,
      after: { appId: app.id, replacedBy: id, worksUntil: lapses.toISOString() },
    });
    return { id, secret };
  });
}
