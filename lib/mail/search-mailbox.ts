import { and, desc, eq, ilike, or } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { mails } from '#db/schema/accounts.ts';
import { isSandbox } from '#lib/env/portal-env.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { containing } from '#lib/paging/containing.ts';
import { pageCursorField } from '#lib/paging/page-cursor.ts';
import { behind, pageOf } from '#lib/paging/page.ts';

export const searchMailboxInput = z
  .object({
    /** Part of an address or a subject. */
    q: z.string().trim().max(200).default(''),
    cursor: pageCursorField,
    limit: z.coerce.number().int().min(1).max(100).default(25),
  })
  .brand<'SearchMailbox'>();

export type MailboxRow = { id: string; to: string; subject: string; at: Date };

/** The sandbox's inbox, newest first. It is everybody's, signed in or not; outside sandbox mode there is none. */
export async function searchMailbox(
  input: z.output<typeof searchMailboxInput>,
  conn: Conn = db(),
): Promise<{ rows: MailboxRow[]; nextCursor: string | null }> {
  demandSandbox();
  const pattern = containing(input.q);
  const found = await conn
    .select({ id: mails.id, to: mails.toAddress, subject: mails.subject, at: mails.createdAt })
    .from(mails)
    .where(
      and(
        eq(mails.inMailbox, true),
        input.q ? or(ilike(mails.toAddress, pattern), ilike(mails.subject, pattern)) : undefined,
        behind(input.cursor, mails.createdAt, mails.id),
      ),
    )
    .orderBy(desc(mails.createdAt), desc(mails.id))
    .limit(input.limit + 1);
  return pageOf(found, input.limit, ({ at }) => at);
}

export type MailboxMail = MailboxRow & { text: string; html: string };

/** One mail of the sandbox's inbox; null where there is none of this id. */
export async function readMailboxMail(id: string, conn: Conn = db()): Promise<MailboxMail | null> {
  demandSandbox();
  if (!z.uuid().safeParse(id).success) return null;
  const [row] = await conn
    .select({
      id: mails.id,
      to: mails.toAddress,
      subject: mails.subject,
      at: mails.createdAt,
      text: mails.text,
      html: mails.html,
    })
    .from(mails)
    .where(and(eq(mails.id, id), eq(mails.inMailbox, true)));
  return row ?? null;
}

function demandSandbox(): void {
  if (!isSandbox()) throw new AppError('notFound', 'errors.notFound');
}
