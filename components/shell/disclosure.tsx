'use client';
import { usePathname } from 'next/navigation';
import { useEffect, useRef, type ReactNode } from 'react';

/** A disclosure that closes when one has gone elsewhere, pressed Escape or clicked beside it. Works with scripts off. */
export function Disclosure({
  label,
  children,
  className = '',
  name,
}: {
  label: ReactNode;
  children: ReactNode;
  className?: string;
  /** For people who hear the page, where the label is a picture. */
  name?: string;
}) {
  const path = usePathname();
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (details.current) details.current.open = false;
  }, [path]);
  useEffect(() => {
    const close = (event: Event) => {
      const box = details.current;
      if (!box?.open) return;
      if (event instanceof KeyboardEvent ? event.key !== 'Escape' : box.contains(event.target as Node))
        return;
      box.open = false;
      if (event instanceof KeyboardEvent) box.querySelector('summary')?.focus();
    };
    document.addEventListener('click', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('click', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return (
    <details ref={details} className={`relative ${className}`}>
      <summary
        aria-label={name}
        className="inline-flex min-h-9 items-center gap-1.5 rounded-md px-2 text-14 hover:bg-surface pointer-coarse:min-h-11"
      >
        {label}
      </summary>
      {children}
    </details>
  );
}
