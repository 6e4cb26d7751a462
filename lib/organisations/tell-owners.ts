import { and, eq, isNull } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { memberships, users } from '#db/schema/accounts.ts';
import { defaultLocale, isLocale } from '#lib/i18n/locale.ts';
import { portalLink } from '#lib/mail/portal-link.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';

type News =
  | { template: 'organisationSuspended'; values: { organisation: string; reason: string } }
  | { template: 'organisationResumed'; values: { organisation: string } }
  | { template: 'appSuspended'; values: { app: string; reason: string } }
  | { template: 'appResumed'; values: { app: string } };

/**
 * Mails every owner of an organisation what the portal operator did to it, each in their own language, in the caller's
 * transaction. `path` is where they see it.
 */
export async function tellOwners(tx: Conn, orgId: string, path: string, news: News): Promise<void> {
  const owners = await tx
    .select({ name: users.name, email: users.email, locale: users.locale })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.orgId, orgId), eq(memberships.role, 'owner'), isNull(users.disabledAt)));
  for (const { name, email, locale } of owners) {
    const mail = { to: email, locale: isLocale(locale) ? locale : defaultLocale };
    const common = { name, url: portalLink(path) };
    // One call a template: its values are checked against that template's own.
    switch (news.template) {
      case 'organisationSuspended':
        await queueMail(tx, { ...mail, template: news.template, values: { ...common, ...news.values } });
        break;
      case 'organisationResumed':
        await queueMail(tx, { ...mail, template: news.template, values: { ...common, ...news.values } });
        break;
      case 'appSuspended':
        await queueMail(tx, { ...mail, template: news.template, values: { ...common, ...news.values } });
        break;
      case 'appResumed':
        await queueMail(tx, { ...mail, template: news.template, values: { ...common, ...news.values } });
        break;
    }
  }
}
