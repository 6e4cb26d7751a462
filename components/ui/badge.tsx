import type { ReactNode } from 'react';

/** What a state means to the reader. Each has a shape of its own, so that colour is never the only sign. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'quiet';

const ink: Record<Tone, string> = {
  good: 'text-good',
  busy: 'text-brand',
  warn: 'text-warn',
  bad: 'text-bad',
  quiet: 'text-quiet',
};

/** Good is a disc, busy half a disc, warn a triangle, bad a cross, quiet a ring. */
export function Shape({ tone, size = 10 }: { tone: Tone; size?: number }) {
  return (
    <svg
      viewBox="0 0 10 10"
      width={size}
      height={size}
      aria-hidden="true"
      className={`shrink-0 ${ink[tone]}`}
    >
      {tone === 'good' && <circle cx="5" cy="5" r="4.5" fill="currentColor" />}
      {tone === 'quiet' && (
        <circle cx="5" cy="5" r="3.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
      )}
      {tone === 'busy' && (
        <>
          <circle cx="5" cy="5" r="3.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M5 1.25a3.75 3.75 0 0 1 0 7.5z" fill="currentColor" />
        </>
      )}
      {tone === 'warn' && <path d="M5 .6 9.8 9.2H.2z" fill="currentColor" />}
      {tone === 'bad' && (
        <path d="M1.5 1.5l7 7m0-7l-7 7" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
      )}
    </svg>
  );
}

/** A state: shape and word. */
export function Badge({
  tone = 'quiet',
  children,
  title,
}: {
  tone?: Tone;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span title={title} className="inline-flex items-center gap-1.5 whitespace-nowrap text-13 font-medium">
      <Shape tone={tone} />
      {children}
    </span>
  );
}

/** A word that classifies and is no state: framework, kind, role. */
export function Tag({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span
      title={title}
      className="inline-block rounded-md border border-line px-1.5 text-13 whitespace-nowrap text-quiet"
    >
      {children}
    </span>
  );
}
