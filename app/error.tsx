'use client';
import { useEffect } from 'react';

/** Texts are here in both languages, because nothing else can be relied on once a page has failed. */
export default function PageError({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  const zh = typeof document !== 'undefined' && document.documentElement.lang.startsWith('zh');
  return (
    <div className="mx-auto w-full max-w-xl px-4 py-16" role="alert">
      <h1 className="text-28">{zh ? '页面没有加载成功' : 'This page did not load'}</h1>
      <p className="mt-2 text-16 text-quiet">
        {zh
          ? '我们这边出错了，您已保存的内容没有丢失。请重试；如果再次出现，请把编号告诉我们。'
          : 'Something went wrong on our side. Nothing you saved is lost. Try again; if it happens once more, tell us the reference.'}
      </p>
      {error.digest && (
        <p className="mt-2 text-13 text-quiet">
          {zh ? '编号' : 'Reference'} <span className="font-mono">{error.digest}</span>
        </p>
      )}
      <button
        type="button"
        onClick={() => retry()}
        className="mt-6 min-h-10 rounded-md bg-brand px-4 font-semibold text-brand-ink"
      >
        {zh ? '重试' : 'Try again'}
      </button>
    </div>
  );
}
