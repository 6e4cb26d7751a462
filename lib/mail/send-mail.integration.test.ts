import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { mailboxTransport } from '#adapters/mail/mailbox/index.ts';
import type { MailOutcome, MailTransport } from '#adapters/mail/port.ts';
import { db } from '#db/connection.ts';
import { mails } from '#db/schema/accounts.ts';
import { testDatabase } from '#db/testing/test-database.ts';
import { keepInMailbox } from './keep-in-mailbox.ts';
import { queueMail } from './queue-mail.ts';
import { readMailboxMail, searchMailbox, searchMailboxInput } from './search-mailbox.ts';
import { sendMail } from './send-mail.ts';

testDatabase();

const queue = (to = 'ada@people.test', locale = 'zh') =>
  queueMail(db(), {
    to,
    template: 'orderPaid',
    locale,
    values: { name: 'Ada', order: 'C-1', app: 'notary', total: '¥ 1.00', url: 'http://portal.test/orders/1' },
  });
const row = async (id: string) => (await db().select().from(mails).where(eq(mails.id, id)))[0];

function answering(outcome: MailOutcome): MailTransport & { sent: string[] } {
  const sent: string[] = [];
  return {
    kind: 'smtp',
    sent,
    send: async (mail) => {
      sent.push(mail.id);
      return outcome;
    },
  };
}

it('queues the rendered mail and its job together', async () => {
  const { id } = await queue();
  expect(await row(id)).toMatchObject({ state: 'queued', locale: 'zh', subject: '订单 C-1 已付款' });
  const jobs = await db().execute(sql`select key from graphile_worker.jobs where key = ${`sendMail:${id}`}`);
  expect(jobs.rows).toHaveLength(1);
  expect((await row((await queue('x@y.test', 'xx')).id))?.locale).toBe('en');
});

it('sends once, gives up on a refused mail, and asks for another try after a fault', async () => {
  const { id } = await queue();
  const down = answering({ kind: 'unknown', detail: 'connection reset' });
  await expect(sendMail(id, down)).rejects.toThrow('connection reset');
  expect(await row(id)).toMatchObject({ state: 'queued', lastError: 'connection reset' });
  const up = answering({ kind: 'sent' });
  await sendMail(id, up);
  await sendMail(id, up);
  expect(up.sent).toEqual([id]);
  expect(await row(id)).toMatchObject({ state: 'sent', lastError: '' });
  const refused = await queue();
  await sendMail(refused.id, answering({ kind: 'rejected', detail: '550 no such user' }));
  expect(await row(refused.id)).toMatchObject({ state: 'failed', lastError: '550 no such user' });
});

it('shows in the mailbox what its transport kept, by address, and nothing else', async () => {
  const { id } = await queue('only%me@people.test', 'en');
  const search = (q: string) => searchMailbox(searchMailboxInput.parse({ q }));
  expect((await search('only%me')).rows).toEqual([]);
  expect(await readMailboxMail(id)).toBeNull();
  await sendMail(id, mailboxTransport({ keep: (mailId) => keepInMailbox(mailId) }));
  expect((await search('only%me')).rows).toMatchObject([{ id, to: 'only%me@people.test' }]);
  expect((await search('only_me')).rows).toEqual([]);
  expect((await readMailboxMail(id))?.text).toContain('http://portal.test/orders/1');
  expect(await readMailboxMail('no-id')).toBeNull();
});
