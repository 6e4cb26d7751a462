import { CopyButton } from './copy-button.tsx';

/**
 * A hash, key, code or address: mono, shortened in the middle (`keep` characters at each end), the whole on hover.
 * `copy` names it for the copy button; `whole` never shortens.
 */
export function Mono({
  children,
  keep = 6,
  whole = false,
  copy,
}: {
  children: string;
  keep?: number;
  whole?: boolean;
  copy?: string;
}) {
  const short =
    whole || children.length <= 2 * keep + 3
      ? children
      : `${children.slice(0, keep)}…${children.slice(-keep)}`;
  return (
    <span className="inline-flex max-w-full items-center gap-1 align-baseline">
      <span
        title={short === children ? undefined : children}
        className={`font-mono text-13 ${whole ? 'break-all' : 'whitespace-nowrap'}`}
      >
        {short}
      </span>
      {copy && <CopyButton value={children} name={copy} />}
    </span>
  );
}
