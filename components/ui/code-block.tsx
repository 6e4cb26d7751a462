'use client';
import { useId, useState } from 'react';
import { CopyButton } from './copy-button.tsx';

/** Working samples to paste, one tab a language. With scripts off the samples stand one under another. */
export function CodeBlock({
  samples,
  label,
}: {
  samples: readonly { name: string; code: string }[];
  label: string;
}) {
  const id = useId();
  const [open, setOpen] = useState(0);
  const shown = samples[open] ?? samples[0];
  if (!shown) return null;
  const move = (step: number) => {
    const next = (open + step + samples.length) % samples.length;
    setOpen(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <div className="flex items-center justify-between gap-3 border-b border-line bg-surface pr-2">
        <div role="tablist" aria-label={label} className="flex overflow-x-auto">
          {samples.map((sample, index) => (
            <button
              key={sample.name}
              id={`${id}-${index}`}
              type="button"
              role="tab"
              aria-selected={index === open}
              aria-controls={`${id}-panel`}
              tabIndex={index === open ? 0 : -1}
              onClick={() => setOpen(index)}
              onKeyDown={(event) => {
                if (event.key === 'ArrowRight') move(1);
                if (event.key === 'ArrowLeft') move(-1);
              }}
              className="-mb-px border-b-2 border-transparent px-3 py-2 text-13 text-quiet hover:text-text focus-visible:outline-offset-[-2px] aria-selected:border-brand aria-selected:font-semibold aria-selected:text-text"
            >
              {sample.name}
            </button>
          ))}
        </div>
        <CopyButton value={shown.code} text />
      </div>
      <pre
        id={`${id}-panel`}
        role="tabpanel"
        aria-labelledby={`${id}-${open}`}
        tabIndex={0}
        className="overflow-x-auto p-4 font-mono text-13 focus-visible:outline-offset-[-2px]"
      >
        <code>{shown.code}</code>
      </pre>
    </div>
  );
}
