import { getTranslator } from '#lib/i18n/get-translator.ts';

/** Stands in for a list of `rows` lines while it loads, in the same size. */
export async function Skeleton({ rows = 6 }: { rows?: number }) {
  const t = await getTranslator('ui');
  return (
    <div role="status" aria-label={t('loading')} className="grid gap-px">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="border-b border-line py-3">
          <div className="skeleton h-5.5" style={{ width: `${92 - ((index * 17) % 34)}%` }} />
        </div>
      ))}
    </div>
  );
}
