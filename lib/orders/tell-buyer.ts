import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Conn } from '#db/connection.ts';
import { users } from '#db/schema/accounts.ts';
import { orders } from '#db/schema/orders.ts';
import { isLocale, defaultLocale, languageTags } from '#lib/i18n/locale.ts';
import { portalLink } from '#lib/mail/portal-link.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';
import { formatMoney } from '#lib/money/format-money.ts';

type News =
  | { template: 'orderPaid' | 'orderDelivered' | 'orderNotDelivered' | 'refundSent' | 'refundReturned' }
  | { template: 'remittanceDetails'; code: string };

/** Mails whoever placed the order what has become of it, in the caller's transaction. A program is told by its calls. */
export async function tellBuyer(tx: Conn, orderId: string, news: News): Promise<void> {
  const [found] = await tx
    .select({
      order: orders,
      person: { name: users.name, email: users.email, locale: users.locale },
    })
    .from(orders)
    // Programs and the system have ids that are no person's.
    .innerJoin(
      users,
      sql`${users.id} = case when ${orders.placedBy} ~ '^[0-9a-f-]{36}$' then ${orders.placedBy}::uuid end`,
    )
    .where(eq(orders.id, orderId));
  if (!found) return;
  const { order, person } = found;
  const locale = isLocale(person.locale) ? person.locale : defaultLocale;
  const total = formatMoney({ minor: order.total, currency: order.currency }, languageTags[locale]);
  const values = {
    name: person.name,
    order: order.number,
    app: order.appName,
    total,
    url: portalLink(news.template === 'orderDelivered' ? `/apps/${order.appId}` : `/orders/${order.id}`),
  };
  const mail = { to: person.email, locale };
  if (news.template === 'remittanceDetails')
    await queueMail(tx, { ...mail, template: news.template, values: { ...values, code: news.code } });
  else await queueMail(tx, { ...mail, template: news.template, values });
}

/** The person behind an actor's id; null for programs and the system. */
export async function personOf(
  conn: Conn,
  actorId: string,
): Promise<{ name: string; email: string; locale: string } | null> {
  if (!z.uuid().safeParse(actorId).success) return null;
  const [person] = await conn
    .select({ name: users.name, email: users.email, locale: users.locale })
    .from(users)
    .where(eq(users.id, actorId));
  return person ?? null;
}
