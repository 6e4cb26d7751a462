import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { users } from '#db/schema/accounts.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { personNameField } from './fields.ts';
import { ownAccount } from './own-account.ts';

export const updateProfileInput = z
  .object({ name: personNameField, locale: z.enum(['en', 'zh']) })
  .brand<'UpdateProfile'>();

/** One's own name, and the language of one's mail. A repeat changes nothing more. */
export async function updateProfile(
  actor: Actor,
  input: z.output<typeof updateProfileInput>,
  conn: Conn = db(),
): Promise<void> {
  const userId = ownAccount(actor);
  await conn.transaction(async (tx) => {
    await tx.update(users).set({ name: input.name, locale: input.locale }).where(eq(users.id, userId));
    await recordAudit(tx, actor, {
      action: 'account.update',
      subjectKind: 'user',
      subjectId: userId,
      after: { name: input.name, locale: input.locale },
    });
  });
}
