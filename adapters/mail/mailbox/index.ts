import type { MailTransport } from '../port.ts';

/** The sandbox's mailbox: hands each mail to `keep`, which puts it where the mailbox page reads. Sends nothing anywhere. */
export function mailboxTransport(options: { keep: (mailId: string) => Promise<void> }): MailTransport {
  return {
    kind: 'mailbox',
    async send(mail) {
      if (!/^[^\s@]+@[^\s@]+$/.test(mail.to)) return { kind: 'rejected', detail: 'not a mail address' };
      try {
        await options.keep(mail.id);
        return { kind: 'sent' };
      } catch (error) {
        return { kind: 'unknown', detail: String(error) };
      }
    },
  };
}
