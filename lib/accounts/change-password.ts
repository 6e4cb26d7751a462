import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { users } from '#db/schema/accounts.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { openSession, type Client } from '#lib/auth/open-session.ts';
import { hashPassword, verifyPassword } from '#lib/auth/password-hash.ts';
import type { SessionIds } from '#lib/auth/session-token.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { bucketsFor } from '#lib/rate-limits/buckets.ts';
import { returnToken, takeToken } from '#lib/rate-limits/take-token.ts';
import { newPasswordField, passwordField } from './fields.ts';
import { ownAccount } from './own-account.ts';
import { tellPasswordChanged } from './reset-password.ts';
import { revokeSessionsOf } from './revoke-session.ts';
import { isUnchanged } from './sign-in.ts';

export const changePasswordInput = z
  .object({ current: passwordField, password: newPasswordField })
  .brand<'ChangePassword'>();

/**
 * Changes one's own password, knowing the old one; ends every session and opens a new one in place of the caller's.
 * Guesses at the old password are limited as sign-in is. A repeat fails, as the old password is no longer right.
 */
export async function changePassword(
  actor: Actor,
  input: z.output<typeof changePasswordInput>,
  client: Client,
  conn: Conn = db(),
): Promise<{ session: SessionIds }> {
  const userId = ownAccount(actor);
  const buckets = bucketsFor('signIn', userId, client.address);
  for (const bucket of buckets) await takeToken(bucket, conn);
  const [person] = await conn.select().from(users).where(eq(users.id, userId));
  const matches = await verifyPassword(person?.passwordHash ?? null, input.current);
  if (!person || !matches) throw currentIsWrong();
  for (const bucket of buckets) await returnToken(bucket, conn);
  const passwordHash = await hashPassword(input.password);
  return conn.transaction(async (tx) => {
    if (!(await isUnchanged(tx, person))) throw currentIsWrong();
    await tx.update(users).set({ passwordHash }).where(eq(users.id, userId));
    await revokeSessionsOf(tx, userId);
    const session = await openSession(tx, { userId, orgId: actor.orgId || null, client });
    await tellPasswordChanged(tx, person);
    await recordAudit(tx, actor, {
      action: 'account.changePassword',
      subjectKind: 'user',
      subjectId: userId,
    });
    return { session };
  });
}

const currentIsWrong = () =>
  new AppError('invalid', 'account.currentPasswordWrong', {}, { field: 'current' });
