import { and, eq, isNull } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { memberships, users } from '#db/schema/accounts.ts';
import { defaultLocale, isLocale } from '#lib/i18n/locale.ts';
import { portalLink } from '#lib/mail/portal-link.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';
import type { MailValues } from '#lib/mail/templates.ts';

type News = 'organisationSuspended' | 'organisationResumed' | 'appSuspended' | 'appResumed';

/**
 * Mails every owner of an organisation what the portal operator did to it, each in their own language, in the caller's
 * transaction. `path` is where they see it.
 */
export async function tellOwners<T extends News>(
  tx: Conn,
  orgId: string,
  path: string,
  template: T,
  news: Omit<MailValues<T>, 'name' | 'url'>,
): Promise<void> {
  const owners = await tx
    .select({ name: users.name, email: users.email, locale: users.locale })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.orgId, orgId), eq(memberships.role, 'owner'), isNull(users.disabledAt)));
  for (const { name, email, locale } of owners) {
    // What was left out of the template's values is put back: the type checker cannot add that up for any template.
    const values = { ...news, name, url: portalLink(path) } as MailValues<T>;
    await queueMail(tx, { to: email, template, locale: isLocale(locale) ? locale : defaultLocale, values });
  }
}
