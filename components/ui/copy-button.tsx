'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

/** Copies `value`. `name` says what, for people who hear the page: "Copy endpoint". */
export function CopyButton({ value, name, text = false }: { value: string; name?: string; text?: boolean }) {
  const t = useTranslations('ui');
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={text ? undefined : name ? t('copyNamed', { name }) : t('copy')}
      title={copied ? t('copied') : t('copy')}
      className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-1.5 text-13 text-quiet hover:bg-surface hover:text-text"
    >
      <svg
        viewBox="0 0 16 16"
        width="14"
        height="14"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      >
        {copied ? (
          <path d="M3 8.5l3.2 3.2L13 5" strokeWidth="2" />
        ) : (
          <>
            <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
            <path d="M10.5 3.5v-.2A1.3 1.3 0 0 0 9.2 2H3.3A1.3 1.3 0 0 0 2 3.3v5.9a1.3 1.3 0 0 0 1.3 1.3h.2" />
          </>
        )}
      </svg>
      {text && <span>{copied ? t('copied') : t('copy')}</span>}
      <span role="status" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </button>
  );
}
