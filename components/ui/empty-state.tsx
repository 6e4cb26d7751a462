import type { ReactNode } from 'react';

/** An empty list: says what would stand here and offers the first step. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="rounded-md border border-dashed border-line-strong px-6 py-10 text-center">
      <p className="text-16 font-semibold">{title}</p>
      {children && <div className="mx-auto mt-1 max-w-lg text-quiet">{children}</div>}
      {action && <div className="mt-4 flex justify-center gap-2">{action}</div>}
    </div>
  );
}
