import Form from 'next/form';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { buttonClass } from './button.tsx';
import type { Query } from './query.ts';

type Choice = { name: string; label: string; options: readonly { value: string; label: string }[] };

/** Search and filters of a list: a GET form, so the state is the URL and works with scripts off. */
export async function Filters({
  path,
  query,
  search,
  choices = [],
  children,
}: {
  path: string;
  query: Query;
  search?: { name?: string; label: string; placeholder?: string };
  choices?: readonly Choice[];
  /** More fields, as dates. */
  children?: ReactNode;
}) {
  const t = await getTranslator('ui');
  const used = Object.entries(query).some(([name, value]) => value && name !== 'cursor' && name !== 'sort');
  const one = (name: string) => (Array.isArray(query[name]) ? query[name][0] : query[name]) ?? '';
  return (
    <Form action={path} role="search" className="mb-4 grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap">
      {typeof query.sort === 'string' && <input type="hidden" name="sort" value={query.sort} />}
      {search && (
        <label className="col-span-2 min-w-0 sm:flex-2 sm:basis-52">
          <span className="mb-1 block text-13 text-quiet">{search.label}</span>
          <input
            key={one(search.name ?? 'q')}
            type="search"
            name={search.name ?? 'q'}
            defaultValue={one(search.name ?? 'q')}
            placeholder={search.placeholder}
            className="control"
          />
        </label>
      )}
      {choices.map((choice) => (
        <label key={choice.name} className="min-w-0 sm:max-w-52 sm:flex-1 sm:basis-28">
          <span className="mb-1 block text-13 text-quiet">{choice.label}</span>
          <select
            key={one(choice.name)}
            name={choice.name}
            defaultValue={one(choice.name)}
            className="control"
          >
            <option value="">{t('all')}</option>
            {choice.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </label>
      ))}
      {children}
      <div className="col-span-2 flex items-center gap-1">
        <button type="submit" className={buttonClass()}>
          {t('apply')}
        </button>
        {used && (
          <Link href={path} className={buttonClass({ look: 'quiet' })}>
            {t('clearAll')}
          </Link>
        )}
      </div>
    </Form>
  );
}
