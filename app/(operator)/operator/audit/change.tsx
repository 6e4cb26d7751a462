import { getTranslator } from '#lib/i18n/get-translator.ts';

type Data = Record<string, unknown> | null;

/** What changed, field by field, folded away until somebody wants it. */
export async function Change({ before, after }: { before: Data; after: Data }) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (name) => text(before?.[name]) !== text(after?.[name]),
  );
  if (names.length === 0) return <>–</>;
  const t = await getTranslator('operatorHome');
  return (
    <details className="text-left">
      <summary className="link inline-block whitespace-nowrap">
        {t('fields', { count: names.length })}
      </summary>
      <dl className="mt-1 max-w-80 text-13">
        {names.map((name) => (
          <div key={name} className="mb-1">
            <dt className="text-quiet">{name}</dt>
            {before && <dd className="line-through [overflow-wrap:anywhere]">{text(before[name])}</dd>}
            <dd className="[overflow-wrap:anywhere]">{text(after?.[name])}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

const text = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
