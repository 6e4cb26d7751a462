import { LinkButton } from '#components/ui/button.tsx';
import { Time } from '#components/ui/time.tsx';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { MailboxMail } from '#lib/mail/search-mailbox.ts';

/** One mail: its text, with links that work, and a link to its HTML twin. */
export async function MailView({ mail, close }: { mail: MailboxMail; close: string }) {
  const t = await getTranslator('mail');
  return (
    <article aria-label={mail.subject} className="mb-8 rounded-md border border-line">
      <header className="flex flex-wrap items-start justify-between gap-3 border-b border-line bg-surface px-5 py-4">
        <div className="min-w-0">
          <h2 className="text-20 [overflow-wrap:anywhere]">{mail.subject}</h2>
          <p className="text-13 text-quiet">
            {t('to')}: {mail.to} · <Time at={mail.at} precision="second" />
          </p>
        </div>
        <div className="flex gap-2">
          <a
            className="link self-center text-13"
            href={`/api/mailbox/${mail.id}`}
            target="_blank"
            rel="noreferrer"
          >
            {t('asHtml')}
          </a>
          <LinkButton size="s" href={close}>
            {t('close')}
          </LinkButton>
        </div>
      </header>
      <div className="px-5 py-4 whitespace-pre-wrap [overflow-wrap:anywhere]">{withLinks(mail.text)}</div>
    </article>
  );
}

function withLinks(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    index % 2 === 1 ? (
      <a key={index} className="link" href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  );
}
