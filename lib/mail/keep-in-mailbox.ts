import { eq } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { mails } from '#db/schema/accounts.ts';
import { isSandbox } from '#lib/env/portal-env.ts';

/** Puts a mail into the sandbox's mailbox, where anybody may read it; refuses outside sandbox mode. */
export async function keepInMailbox(mailId: string, conn: Conn = db()): Promise<void> {
  if (!isSandbox()) throw new Error('the mailbox exists in sandbox mode only');
  await conn.update(mails).set({ inMailbox: true }).where(eq(mails.id, mailId));
}
