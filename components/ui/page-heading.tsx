import Link from 'next/link';
import type { ReactNode } from 'react';

type Back = { href: string; label: string };

function BackLink({ href, label }: Back) {
  return (
    <Link
      href={href}
      className="mb-2 inline-flex items-center gap-1 text-13 text-quiet hover:text-text hover:underline"
    >
      <span aria-hidden="true">←</span> {label}
    </Link>
  );
}

/** Title of a page, one sentence about it, and its one or two actions. */
export function PageHeading({
  title,
  lead,
  actions,
  back,
}: {
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  back?: Back;
}) {
  return (
    <header className="mb-6">
      {back && <BackLink {...back} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-3xl">
          <h1 className="text-28">{title}</h1>
          {lead && <p className="mt-1 text-16 text-quiet">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}

/** Head of a record: its name, its state (a Badge), one line of what it is, and the two actions that matter now. */
export function RecordHeader({
  title,
  state,
  sub,
  actions,
  back,
}: {
  title: ReactNode;
  state?: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
  back?: Back;
}) {
  return (
    <header className="mb-6">
      {back && <BackLink {...back} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <h1 className="min-w-0 text-28 [overflow-wrap:anywhere]">{title}</h1>
            {state}
          </div>
          {sub && <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-quiet">{sub}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}

/** A part of a page under a thin rule. `level` follows the heading above it. */
export function Section({
  title,
  lead,
  actions,
  children,
  id,
  level = 2,
}: {
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  id?: string;
  level?: 2 | 3;
}) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section id={id} className="mt-10 first:mt-0">
      <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 max-w-2xl">
          <Heading className={level === 2 ? 'text-20' : 'text-16'}>{title}</Heading>
          {lead && <p className="mt-0.5 text-quiet">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
