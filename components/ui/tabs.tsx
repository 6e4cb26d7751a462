import Link from 'next/link';

export type Tab = { id: string; label: string; href: string; count?: number };

/** Parts of a record, in the URL. `label` names the set for people who hear it. */
export function Tabs({ items, current, label }: { items: readonly Tab[]; current: string; label: string }) {
  return (
    <nav aria-label={label} className="mb-6 overflow-x-auto border-b border-line [scrollbar-width:none]">
      <ul className="flex gap-6">
        {items.map((tab) => (
          <li key={tab.id}>
            <Link
              href={tab.href}
              aria-current={tab.id === current ? 'page' : undefined}
              scroll={false}
              className="-mb-px block border-b-2 border-transparent pt-1 pb-2 whitespace-nowrap text-quiet hover:text-text focus-visible:outline-offset-[-2px] aria-[current]:border-brand aria-[current]:font-semibold aria-[current]:text-text"
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="figures ml-1.5 font-normal text-quiet">{tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
