import { and, eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { apiKeys } from '#db/schema/apps.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { AppError } from '#lib/errors/app-error.ts';

export async function findOwnKey(
  tx: Conn,
  actor: Actor,
  keyId: string,
): Promise<typeof apiKeys.$inferSelect> {
  const [key] = await tx
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, keyId), eq(apiKeys.orgId, actor.orgId)));
  if (!key) throw new AppError('notFound', 'apps.keyNotFound');
  return key;
}
