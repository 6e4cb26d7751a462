import Link from 'next/link';
import type { ReactNode } from 'react';

export type Column<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Numbers and money. */
  right?: boolean;
  /** Where a click on the head leads, and how the list is sorted by this column now. */
  sort?: { href: string; now?: 'ascending' | 'descending' };
  /** Left out on cards, where room is short. */
  wideOnly?: boolean;
};

type Props<Row> = {
  /** What the table lists, for people who hear it. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The record a row opens; the first column carries the link, the whole row is its target. */
  href?: (row: Row) => string;
  /** Rows of sums at the foot, cell by column key. On cards, one that is a name and one figure stands in one line. */
  foot?: readonly Record<string, ReactNode>[];
  /** Sheets of finance: tighter rows. */
  dense?: boolean;
  /** Scrolls sideways instead of turning into cards. */
  wide?: boolean;
};

const headClass =
  'sticky top-0 z-10 border-b border-line bg-ground py-2 pr-6 text-left text-13 font-medium text-quiet last:pr-0 [&[data-right]]:text-right';

/** "Total 5,179.68": under a column's name the figure would claim to be that column's, "Total, Net: 5,179.68". */
const isPair = (sums: Record<string, ReactNode>): boolean => Object.keys(sums).length === 2;

/** A list as a table; below 640 px each row is a card. Empty lists show EmptyState instead of this. */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
  href,
  foot,
  dense = false,
  wide = false,
}: Props<Row>) {
  const cards = wide ? '' : 'max-sm:block';
  const cell = `${dense ? 'py-1.5' : 'py-3'} border-b border-line pr-6 align-baseline last:pr-0 figures [&[data-right]]:text-right`;
  const card = wide
    ? ''
    : 'max-sm:flex max-sm:justify-between max-sm:gap-6 max-sm:border-0 max-sm:py-1 max-sm:pr-0 max-sm:text-right max-sm:before:shrink-0 max-sm:before:text-quiet max-sm:before:content-[attr(data-label)] max-sm:first:text-left max-sm:first:before:hidden max-sm:has-[>div:empty]:hidden';
  const table = (
    <table role="table" className={`w-full border-collapse ${cards}`}>
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup" className={wide ? '' : 'max-sm:hidden'}>
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              role="columnheader"
              aria-sort={column.sort?.now}
              data-right={column.right || undefined}
              className={headClass}
            >
              {column.sort ? (
                <Link href={column.sort.href} className="inline-flex items-center gap-1 hover:text-text">
                  {column.head}
                  <span aria-hidden="true" className={column.sort.now ? 'text-text' : 'opacity-40'}>
                    {column.sort.now === 'ascending' ? '↑' : column.sort.now === 'descending' ? '↓' : '↕'}
                  </span>
                </Link>
              ) : (
                column.head
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody
        role="rowgroup"
        className={`${cards} ${href ? '[&_td:not(:first-child)_:is(a,button)]:relative' : ''}`}
      >
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            role="row"
            className={`${href ? 'relative hover:bg-surface' : ''} ${wide ? '' : 'max-sm:block max-sm:border-b max-sm:border-line max-sm:py-3'}`}
          >
            {columns.map((column, index) => (
              <td
                key={column.key}
                role="cell"
                data-right={column.right || undefined}
                data-label={typeof column.head === 'string' ? column.head : ''}
                className={`${cell} ${card} ${column.wideOnly && !wide ? 'max-sm:hidden' : ''}`}
              >
                <div className="min-w-0 max-sm:[td:first-child>&]:text-16 max-sm:[td:first-child>&]:font-semibold">
                  {index === 0 && href ? (
                    <Link
                      href={href(row)}
                      className="font-medium text-text after:absolute after:inset-0 hover:underline max-sm:font-semibold"
                    >
                      {column.cell(row)}
                    </Link>
                  ) : (
                    column.cell(row)
                  )}
                </div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {foot && foot.length > 0 && (
        <tfoot role="rowgroup" className={cards}>
          {foot.map((sums, line) => (
            <tr
              key={line}
              role="row"
              className={`font-semibold ${isPair(sums) && !wide ? 'max-sm:flex max-sm:justify-between max-sm:gap-6' : cards}`}
            >
              {columns.map((column) => (
                <td
                  key={column.key}
                  role="cell"
                  data-right={column.right || undefined}
                  data-label={typeof column.head === 'string' && !isPair(sums) ? column.head : ''}
                  className={`${cell} ${card} ${sums[column.key] === undefined && !wide ? 'max-sm:hidden' : ''}`}
                >
                  <div>{sums[column.key]}</div>
                </td>
              ))}
            </tr>
          ))}
        </tfoot>
      )}
    </table>
  );
  if (!wide) return table;
  return (
    <div role="region" aria-label={caption} tabIndex={0} className="max-h-[80vh] overflow-auto">
      {table}
    </div>
  );
}
