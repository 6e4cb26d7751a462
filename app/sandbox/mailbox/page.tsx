import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { QueryProvider } from '#components/shell/query-provider.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, withQuery, type Query } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { isSandbox } from '#lib/env/portal-env.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { readMailboxMail, searchMailbox, searchMailboxInput } from '#lib/mail/search-mailbox.ts';
import { LookAgain } from './look-again.tsx';
import { MailView } from './mail-view.tsx';

const path = '/sandbox/mailbox';

export async function generateMetadata(): Promise<Metadata> {
  if (!isSandbox()) notFound();
  const t = await getTranslator('mail');
  return { title: t('mailbox') };
}

/** The sandbox's inbox: every mail that the portal would have sent. Readable signed out, absent outside sandbox mode. */
export default async function MailboxPage({ searchParams }: { searchParams: Promise<Query> }) {
  if (!isSandbox()) notFound();
  const query = await searchParams;
  const flat = flatQuery(query);
  const input = searchMailboxInput.safeParse(flat);
  const [{ rows, nextCursor }, open, t] = await Promise.all([
    searchMailbox(input.data ?? searchMailboxInput.parse({})),
    flat.mail ? readMailboxMail(flat.mail) : null,
    getTranslator('mail'),
  ]);
  return (
    <>
      <PageHeading title={t('mailbox')} lead={t('mailboxLead')} />
      {!flat.cursor && (
        <QueryProvider>
          <LookAgain q={input.data?.q ?? ''} newest={rows[0]?.id ?? null} />
        </QueryProvider>
      )}
      {open && <MailView mail={open} close={withQuery(path, query, { mail: undefined })} />}
      <Filters path={path} query={{ q: query.q }} search={{ label: t('searchMailbox') }} />
      {rows.length === 0 ? (
        <EmptyState title={t('mailboxEmpty')}>{t('mailboxEmptyText')}</EmptyState>
      ) : (
        <Table
          caption={t('mailbox')}
          rows={rows}
          rowKey={(row) => row.id}
          href={(row) => withQuery(path, query, { mail: row.id })}
          columns={[
            { key: 'subject', head: t('subject'), cell: (row) => row.subject },
            { key: 'to', head: t('to'), cell: (row) => row.to },
            { key: 'at', head: t('at'), cell: (row) => <Time at={row.at} precision="second" />, right: true },
          ]}
        />
      )}
      <Pager path={path} query={{ ...query, mail: undefined }} nextCursor={nextCursor} />
    </>
  );
}
