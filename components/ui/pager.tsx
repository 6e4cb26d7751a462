import { getTranslator } from '#lib/i18n/get-translator.ts';
import { LinkButton } from './button.tsx';
import { withQuery, type Query } from './query.ts';

/** Paging by cursor. `path` and `query` are those of the list as it stands; `cursor` is its own parameter in the URL. */
export async function Pager({
  path,
  query,
  nextCursor,
}: {
  path: string;
  query: Query;
  nextCursor: string | null;
}) {
  const t = await getTranslator('ui');
  const later = Boolean(query.cursor);
  if (!nextCursor && !later) return null;
  return (
    <nav aria-label={t('pages')} className="mt-4 flex gap-2">
      {later && (
        <LinkButton size="s" href={withQuery(path, query, { cursor: undefined })}>
          {t('firstPage')}
        </LinkButton>
      )}
      {nextCursor && (
        <LinkButton size="s" rel="next" href={withQuery(path, query, { cursor: nextCursor })}>
          {t('next')}
        </LinkButton>
      )}
    </nav>
  );
}
