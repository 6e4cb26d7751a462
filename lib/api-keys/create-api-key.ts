import { and, eq, isNull, not, like, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { apiKeys } from '#db/schema/apps.ts';
import { demand } from '#lib/access/demand.ts';
import { lockOwnApp, type OwnApp } from '#lib/apps/find-app.ts';
import { touchPolicy } from '#lib/apps/touch-policy.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { newSecretToken } from '#lib/crypto/secret-token.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { newId } from '#lib/ids/new-id.ts';
import { claimRequest } from '#lib/requests/claim-request.ts';
import { functionRef } from '#protocol/control/policies.ts';

export const keyPrefix = 'cpk';
/** Keys of the call form on the app's page; people cannot take such a name. */
export const consoleKeyName = 'console:';
const keysPerApp = 50;

export const createApiKeyInput = z
  .object({
    requestId: z.uuid(),
    appId: z.uuid(),
    name: z
      .string()
      .trim()
      .min(2)
      .max(60)
      .refine((name) => !name.startsWith(consoleKeyName), { error: 'apps.keyNameReserved' }),
    /** `Contract.function` or `Contract.*`; none: everything. */
    functions: z.array(functionRef).max(100).default([]),
    /** Days until it stops working; none: never. */
    expiresInDays: z
      .union([z.literal('').transform(() => undefined), z.coerce.number().int().min(1).max(3650)])
      .optional(),
  })
  .brand<'CreateApiKey'>();
export type CreateApiKey = z.output<typeof createApiKeyInput>;

/** The key is in `secret` this once; afterwards only its hash is known, so a repeat gives null there. */
export type MadeKey = { id: string; secret: string | null };

/** Makes a key for the app's gateways; they know it about a second later. `quota`: too many keys that still work. */
export async function createApiKey(actor: Actor, input: CreateApiKey, conn: Conn = db()): Promise<MadeKey> {
  demand(actor, 'apiKey.manage');
  return conn.transaction(async (tx) => {
    const id = newId();
    const { first, subjectId } = await claimRequest(tx, actor, 'apiKey.create', input.requestId, id);
    if (!first) return { id: subjectId, secret: null };
    const app = await lockLiveApp(tx, actor, input.appId);
    const working = and(
      eq(apiKeys.appId, app.id),
      isNull(apiKeys.revokedAt),
      not(like(apiKeys.name, `${consoleKeyName}%`)),
      or(isNull(apiKeys.expiresAt), sql`${apiKeys.expiresAt} > portal_now()`),
    );
    if ((await tx.$count(apiKeys, working)) >= keysPerApp)
      throw new AppError('quota', 'apps.tooManyKeys', { limit: keysPerApp });
    const expiresAt = await daysFromNow(tx, input.expiresInDays);
    const functions = input.functions.length > 0 ? input.functions : null;
    const secret = await insertKey(tx, actor, app, { id, name: input.name, functions, expiresAt });
    await recordAudit(tx, actor, {
      action: 'apiKey.create',
      subjectKind: 'apiKey',
      subjectId: id,
      after: { appId: app.id, name: input.name, functions, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return { id, secret };
  });
}

/** Keys belong to an app that lives; a suspended one keeps them. */
export async function lockLiveApp(tx: Conn, actor: Actor, appId: string): Promise<OwnApp> {
  const app = await lockOwnApp(tx, actor, appId);
  if (app.state === 'retired' || app.state === 'failed')
    throw new AppError('conflict', 'apps.notActive', { name: app.name });
  return app;
}

/** Stores the hash of a new secret and has the policy pushed. The app's row must be locked. Gives the secret. */
export async function insertKey(
  tx: Conn,
  actor: Actor,
  app: OwnApp,
  key: { id: string; name: string; functions: string[] | null; expiresAt: Date | null },
): Promise<string> {
  const { secret, hash, hint } = newSecretToken(keyPrefix);
  await tx.insert(apiKeys).values({
    ...key,
    orgId: app.orgId,
    appId: app.id,
    keyHash: hash,
    hint,
    createdBy: actor.id,
  });
  await touchPolicy(tx, app.id);
  return secret;
}

async function daysFromNow(tx: Conn, days: number | undefined): Promise<Date | null> {
  if (days === undefined) return null;
  return new Date((await portalNow(tx)).getTime() + days * 86_400_000);
}
