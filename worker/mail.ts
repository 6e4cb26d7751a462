import { mailboxTransport } from '#adapters/mail/mailbox/index.ts';
import type { MailTransport } from '#adapters/mail/port.ts';
import { smtpTransport } from '#adapters/mail/smtp/index.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { keepInMailbox } from '#lib/mail/keep-in-mailbox.ts';

/** SMTP where a server is set; otherwise, in sandbox mode only, the mailbox page. */
export function mailTransport(): MailTransport {
  const env = portalEnv();
  if (env.SMTP_URL) return smtpTransport({ url: env.SMTP_URL, from: env.MAIL_FROM });
  return mailboxTransport({ keep: keepInMailbox });
}
