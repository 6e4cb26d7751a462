import Link from 'next/link';
import type { ReactNode } from 'react';

/** One generous number with what it counts. With `href` the figure opens what made it. */
export function Figure({
  label,
  value,
  unit,
  note,
  href,
}: {
  label: ReactNode;
  value: ReactNode;
  unit?: ReactNode;
  note?: ReactNode;
  href?: string;
}) {
  const number = (
    <span className="figures text-20 font-semibold tracking-tight sm:text-28">
      {value}
      {unit && <span className="ml-1 text-14 font-normal tracking-normal text-quiet">{unit}</span>}
    </span>
  );
  return (
    <div className="min-w-0">
      <dt className="text-13 text-quiet">{label}</dt>
      <dd>
        {href ? (
          <Link href={href} className="hover:underline decoration-1 underline-offset-4">
            {number}
          </Link>
        ) : (
          number
        )}
        {note && <div className="text-13 text-quiet">{note}</div>}
      </dd>
    </div>
  );
}

/** Figures side by side, divided by thin rules. */
export function Figures({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-x-8 gap-y-4 border-b border-line pb-5">
      {children}
    </dl>
  );
}
