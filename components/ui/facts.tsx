import type { ReactNode } from 'react';

export type Fact = { label: ReactNode; value: ReactNode; note?: ReactNode };

/** Facts of a record: name and value under thin rules. `columns` sets name above value, side by side where there is room. */
export function Facts({ items, columns = false }: { items: readonly Fact[]; columns?: boolean }) {
  if (columns) {
    return (
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-x-8 gap-y-4">
        {items.map((item, index) => (
          <div key={index} className="min-w-0">
            <dt className="text-13 text-quiet">{item.label}</dt>
            <dd className="[overflow-wrap:anywhere]">{item.value}</dd>
            {item.note && <dd className="text-13 text-quiet">{item.note}</dd>}
          </div>
        ))}
      </dl>
    );
  }
  return (
    <dl className="border-t border-line">
      {items.map((item, index) => (
        <div
          key={index}
          className="grid items-baseline gap-x-4 border-b border-line py-2 sm:grid-cols-[minmax(7rem,2fr)_3fr]"
        >
          <dt className="text-quiet">{item.label}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            {item.value}
            {item.note && <div className="text-13 text-quiet">{item.note}</div>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
