import type { Conn } from '#db/connection.ts';
import { portalLink } from '#lib/mail/portal-link.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';
import { newEmailToken } from './email-token.ts';

/** Queues the mail whose link confirms the address. Earlier links end. */
export async function sendVerification(
  tx: Conn,
  person: { id: string; email: string; name: string; locale: string },
): Promise<void> {
  const token = await newEmailToken(tx, person.id, 'verifyEmail');
  await queueMail(tx, {
    to: person.email,
    template: 'verifyEmail',
    locale: person.locale,
    values: { name: person.name, url: portalLink('/verify-email', { token }) },
  });
}
