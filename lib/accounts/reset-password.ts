import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { users } from '#db/schema/accounts.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Client } from '#lib/auth/open-session.ts';
import { hashPassword } from '#lib/auth/password-hash.ts';
import type { SessionIds } from '#lib/auth/session-token.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { portalLink } from '#lib/mail/portal-link.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';
import { useEmailToken } from './email-token.ts';
import { newPasswordField } from './fields.ts';
import { revokeSessionsOf } from './revoke-session.ts';
import { admit } from './sign-in.ts';

export const resetPasswordInput = z
  .object({ token: z.string().max(200), password: newPasswordField })
  .brand<'ResetPassword'>();

/**
 * Sets a new password by a mailed link, once; ends every session of the person, says so by mail, and signs in where the
 * link was opened. The link also proves the address.
 */
export async function resetPassword(
  input: z.output<typeof resetPasswordInput>,
  client: Client,
  conn: Conn = db(),
): Promise<{ session: SessionIds; actor: Actor }> {
  const passwordHash = await hashPassword(input.password);
  return conn.transaction(async (tx) => {
    const { userId } = await useEmailToken(tx, input.token, 'resetPassword');
    const [person] = await tx
      .update(users)
      .set({ passwordHash, emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, now())` })
      .where(eq(users.id, userId))
      .returning();
    if (!person || person.disabledAt) throw new AppError('expired', 'auth.linkExpired');
    await revokeSessionsOf(tx, userId);
    await tellPasswordChanged(tx, person);
    const admitted = await admit(tx, person, client);
    await recordAudit(tx, admitted.actor, {
      action: 'account.resetPassword',
      subjectKind: 'user',
      subjectId: userId,
    });
    return admitted;
  });
}

export async function tellPasswordChanged(
  tx: Conn,
  person: { email: string; name: string; locale: string },
): Promise<void> {
  await queueMail(tx, {
    to: person.email,
    template: 'passwordChanged',
    locale: person.locale,
    values: { name: person.name, url: portalLink('/account') },
  });
}
