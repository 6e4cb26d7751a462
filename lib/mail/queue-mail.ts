import type { Conn } from '#db/connection.ts';
import { mails } from '#db/schema/accounts.ts';
import { brandOf } from '#lib/brand/brand-of.ts';
import { portalEnv } from '#lib/env/portal-env.ts';
import { newId } from '#lib/ids/new-id.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { renderMail } from './render-mail.ts';
import { mailTemplates, type MailTemplate, type MailValues } from './templates.ts';

/**
 * Writes a mail, rendered under the portal's brand of this moment, and the job that sends it, in the caller's
 * transaction: it goes out if and only if what it tells of happened. `locale` falls back to the brand's own.
 */
export async function queueMail<T extends MailTemplate>(
  tx: Conn,
  mail: { to: string; template: T; locale: string; values: MailValues<T> },
): Promise<{ id: string }> {
  const { PORTAL_URL } = portalEnv();
  const values = mailTemplates[mail.template].parse(mail.values) as Record<string, string>; // every template takes texts only
  const brand = await brandOf(new URL(PORTAL_URL).host, tx);
  const rendered = renderMail(mail.template, mail.locale, values, brand, PORTAL_URL);
  const id = newId();
  await tx.insert(mails).values({ id, toAddress: mail.to, template: mail.template, ...rendered });
  await enqueue(tx, 'sendMail', { mailId: id }, { key: `sendMail:${id}` });
  return { id };
}
