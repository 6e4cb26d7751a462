import { eq, sql } from 'drizzle-orm';
import type { MailTransport } from '#adapters/mail/port.ts';
import { db, type Conn } from '#db/connection.ts';
import { mails } from '#db/schema/accounts.ts';

const timeoutMs = 30_000;

/**
 * Hands a queued mail to the transport and notes what became of it. A mail already sent, or refused for good, is left
 * alone; a passing fault is noted and thrown, so that the job runner tries again later.
 */
export async function sendMail(mailId: string, transport: MailTransport, conn: Conn = db()): Promise<void> {
  const [mail] = await conn.select().from(mails).where(eq(mails.id, mailId));
  if (!mail || mail.state !== 'queued') return;
  const outcome = await transport.send(
    { id: mail.id, to: mail.toAddress, subject: mail.subject, text: mail.text, html: mail.html },
    { signal: AbortSignal.timeout(timeoutMs) },
  );
  if (outcome.kind === 'unknown') {
    await note(mailId, { lastError: outcome.detail }, conn);
    throw new Error(`mail ${mailId} was not sent: ${outcome.detail}`);
  }
  if (outcome.kind === 'rejected') await note(mailId, { state: 'failed', lastError: outcome.detail }, conn);
  else await note(mailId, { state: 'sent', lastError: '', sentAt: sql`portal_now()` }, conn);
}

const note = (
  mailId: string,
  change: { state?: 'sent' | 'failed'; lastError: string; sentAt?: ReturnType<typeof sql> },
  conn: Conn,
) => conn.update(mails).set(change).where(eq(mails.id, mailId));
