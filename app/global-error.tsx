'use client';

const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#fff, #0e1418); color: light-dark(#14202b, #e8edf1); }
main { max-width: 34rem; margin: 0 auto; padding: 5rem 1rem; }
h1 { font-size: 28px; line-height: 36px; margin: 0 0 8px; }
button { min-height: 40px; padding: 0 16px; border: 1px solid; border-radius: 6px; background: none; color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
small { opacity: .75; }`;

/** The layout itself failed: a document with its own style, in both languages, that depends on nothing. */
export default function GlobalError({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <html lang="en">
      <head>
        <title>Not available right now · 暂时无法访问</title>
        <style>{style}</style>
      </head>
      <body>
        <main role="alert">
          <h1>This portal is not available right now</h1>
          <p>We could not load anything. Try again in a minute.</p>
          <p lang="zh-CN">门户暂时无法访问，请一分钟后重试。</p>
          <p>
            <button type="button" onClick={() => retry()}>
              Try again · 重试
            </button>
          </p>
          {error.digest && <small>Reference · 编号 {error.digest}</small>}
        </main>
      </body>
    </html>
  );
}
