import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { users } from '#db/schema/accounts.ts';
import { portalLink } from '#lib/mail/portal-link.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';
import { bucketsFor } from '#lib/rate-limits/buckets.ts';
import { takeToken } from '#lib/rate-limits/take-token.ts';
import { newEmailToken } from './email-token.ts';
import { emailField } from './fields.ts';
import { steadily } from './steadily.ts';

export const requestPasswordResetInput = z.object({ email: emailField }).brand<'RequestPasswordReset'>();

/**
 * Sends a link that sets a new password, if the address has an account; neither the answer nor how long it takes tells.
 * Earlier links end.
 */
export function requestPasswordReset(
  input: z.output<typeof requestPasswordResetInput>,
  client: { address: string },
  conn: Conn = db(),
): Promise<{ email: string }> {
  return steadily(() => sendLink(input, client, conn));
}

async function sendLink(
  input: z.output<typeof requestPasswordResetInput>,
  client: { address: string },
  conn: Conn,
): Promise<{ email: string }> {
  for (const bucket of bucketsFor('reset', input.email, client.address)) await takeToken(bucket, conn);
  await conn.transaction(async (tx) => {
    const [person] = await tx
      .select()
      .from(users)
      .where(and(eq(users.email, input.email), isNull(users.disabledAt)));
    if (!person) return;
    const token = await newEmailToken(tx, person.id, 'resetPassword');
    await queueMail(tx, {
      to: person.email,
      template: 'resetPassword',
      locale: person.locale,
      values: { name: person.name, url: portalLink('/reset-password', { token }) },
    });
  });
  return { email: input.email };
}
