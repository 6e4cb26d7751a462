import type { ReactNode } from 'react';
import { Shape, type Tone } from './badge.tsx';
import { Time } from './time.tsx';

export type Happening = {
  id: string;
  at: Date | string;
  title: ReactNode;
  by?: ReactNode;
  detail?: ReactNode;
  tone?: Tone;
};

/** What happened to a record, newest first, by whom and when. */
export function Timeline({ items }: { items: readonly Happening[] }) {
  return (
    <ol>
      {items.map((item, index) => (
        <li key={item.id} className="relative flex gap-3 pb-5 last:pb-0">
          {index < items.length - 1 && (
            <span aria-hidden="true" className="absolute top-4 bottom-0 left-[4.5px] w-px bg-line" />
          )}
          <span className="relative mt-1.5">
            <Shape tone={item.tone ?? 'quiet'} />
          </span>
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap justify-between gap-x-4">
              <span className="font-medium">{item.title}</span>
              <span className="text-13 text-quiet">
                <Time at={item.at} />
              </span>
            </div>
            {item.by && <div className="text-13 text-quiet">{item.by}</div>}
            {item.detail && <div className="mt-0.5 text-quiet [overflow-wrap:anywhere]">{item.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
