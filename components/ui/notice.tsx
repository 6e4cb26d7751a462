import type { ReactNode } from 'react';
import { Shape, type Tone } from './badge.tsx';

const tints: Record<Tone, string> = {
  good: '[--tint:var(--good)]',
  busy: '[--tint:var(--brand)]',
  warn: '[--tint:var(--warn)]',
  bad: '[--tint:var(--bad)]',
  quiet: '[--tint:var(--text-quiet)]',
};

/** Says what happened, what it means and what to do. `live` reads it out when it appears after an action. */
export function Notice({
  tone = 'busy',
  title,
  children,
  action,
  live = false,
}: {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  live?: boolean;
}) {
  return (
    <div
      role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}
      className={`tinted ${tints[tone]} flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border-l-4 border-(--tint) px-4 py-3`}
    >
      <span className="mt-1.5">
        <Shape tone={tone} />
      </span>
      <div className="min-w-0 flex-1 basis-60">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="[overflow-wrap:anywhere]">{children}</div>}
      </div>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
