import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { users } from '#db/schema/accounts.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { Client } from '#lib/auth/open-session.ts';
import type { SessionIds } from '#lib/auth/session-token.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { readEmailToken, useEmailToken } from './email-token.ts';
import { passwordField } from './fields.ts';
import { admit, checkPassword, isUnchanged, signInInput } from './sign-in.ts';

export const confirmEmailInput = z
  .object({ token: z.string().max(200), password: passwordField })
  .brand<'ConfirmEmail'>();

/**
 * Confirms an address and signs its person in. The password is asked for, so that whoever signs up with another's
 * address gains nothing when its owner follows the link. The link works once; a mistyped password does not use it up.
 */
export async function confirmEmail(
  input: z.output<typeof confirmEmailInput>,
  client: Client,
  conn: Conn = db(),
): Promise<{ session: SessionIds; actor: Actor }> {
  const link = await readEmailToken(conn, input.token, 'verifyEmail');
  if (!link) throw new AppError('expired', 'auth.linkExpired');
  const credentials = signInInput.parse({ email: link.email, password: input.password });
  const person = await checkPassword(credentials, client, conn);
  return conn.transaction(async (tx) => {
    if (!(await isUnchanged(tx, person))) throw new AppError('unauthenticated', 'auth.wrongCredentials');
    await useEmailToken(tx, input.token, 'verifyEmail');
    await tx
      .update(users)
      .set({ emailVerifiedAt: sql`now()` })
      .where(eq(users.id, person.id));
    const admitted = await admit(tx, person, client);
    await recordAudit(tx, admitted.actor, {
      action: 'account.confirmEmail',
      subjectKind: 'user',
      subjectId: person.id,
    });
    return admitted;
  });
}
