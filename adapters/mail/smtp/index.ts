import { createTransport } from 'nodemailer';
import type { MailOutcome, MailTransport } from '../port.ts';

export type SmtpOptions = {
  /** smtp://user:password@host:587 or smtps://…:465 */
  url: string;
  /** `Name <address>` */
  from: string;
  timeoutMs?: number;
};

/** Mail by SMTP. TLS is used where the server offers it, and demanded by `smtps:`. */
export function smtpTransport({ url, from, timeoutMs = 20_000 }: SmtpOptions): MailTransport {
  const domain = /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return {
    kind: 'smtp',
    async send(mail, { signal }) {
      const connection = createTransport({
        url,
        connectionTimeout: timeoutMs,
        greetingTimeout: timeoutMs,
        socketTimeout: timeoutMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      if (signal.aborted) return { kind: 'unknown', detail: 'cut short before it began' };
      const { promise: cut, reject } = Promise.withResolvers<never>();
      const stop = () => {
        reject(new Error('cut short'));
      };
      signal.addEventListener('abort', stop, { once: true });
      try {
        const sending = connection.sendMail({
          from,
          to: mail.to,
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: `<${mail.id}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        sending.catch(() => undefined); // after a cut nobody waits for it
        await Promise.race([sending, cut]);
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      } finally {
        signal.removeEventListener('abort', stop);
        connection.close();
      }
    },
  };
}

/**
 * A 5xx answer to our envelope or message says that this mail will never be taken, and so does an envelope that never
 * left because no recipient in it is one; all else may pass.
 */
function outcomeOf(error: unknown): MailOutcome {
  const { code, responseCode, message } = error as { code?: string; responseCode?: number; message?: string };
  const detail = `${code ?? 'error'}: ${message ?? String(error)}`.slice(0, 500);
  const final =
    (code === 'EENVELOPE' && (responseCode === undefined || responseCode >= 500)) ||
    (code === 'EMESSAGE' && (responseCode ?? 0) >= 500);
  return { kind: final ? 'rejected' : 'unknown', detail };
}
