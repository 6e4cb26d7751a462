import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { apiKeys } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { newId } from '#lib/ids/new-id.ts';
import { consoleKeyName, insertKey, lockLiveApp } from './create-api-key.ts';

const lifeMinutes = 60;

export const mintConsoleKeyInput = z.object({ appId: z.uuid() }).brand<'MintConsoleKey'>();

export type ConsoleKey = { secret: string; expiresAt: string };

/**
 * A key for the call form on the app's page: every function, one hour, for this person. Each call makes a new one and
 * ends the person's one before, so a repeat leaves nothing behind and needs no request id.
 */
export async function mintConsoleKey(
  actor: Actor,
  input: z.output<typeof mintConsoleKeyInput>,
  conn: Conn = db(),
): Promise<ConsoleKey> {
  demand(actor, 'app.call');
  return conn.transaction(async (tx) => {
    const app = await lockLiveApp(tx, actor, input.appId);
    const name = `${consoleKeyName}${actor.id}`;
    await tx
      .update(apiKeys)
      .set({ revokedAt: sql`portal_now()` })
      .where(and(eq(apiKeys.appId, app.id), eq(apiKeys.name, name), isNull(apiKeys.revokedAt)));
    const expiresAt = new Date((await portalNow(tx)).getTime() + lifeMinutes * 60_000);
    const id = newId();
    const secret = await insertKey(tx, actor, app, { id, name, functions: null, expiresAt });
    await recordAudit(tx, actor, {
      action: 'apiKey.console',
      subjectKind: 'apiKey',
      subjectId: id,
      after: { appId: app.id, expiresAt: expiresAt.toISOString() },
    });
    return { secret, expiresAt: expiresAt.toISOString() };
  });
}
