import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger';
type Look = { look?: ButtonLook; size?: 'm' | 's'; full?: boolean };

const looks: Record<ButtonLook, string> = {
  primary:
    'bg-brand text-brand-ink border-transparent hover:bg-[color-mix(in_srgb,var(--brand)_86%,var(--text))]',
  secondary: 'bg-ground text-text border-line-strong hover:bg-surface hover:border-quiet',
  quiet: 'bg-transparent text-brand border-transparent hover:bg-surface',
  danger: 'bg-ground text-bad border-bad hover:bg-bad hover:text-bad-ink',
};
const sizes = { m: 'min-h-10 px-4 py-1.5 text-14', s: 'min-h-8 px-3 py-1 text-13' };

export function buttonClass({ look = 'secondary', size = 'm', full = false }: Look = {}): string {
  return `inline-flex items-center justify-center gap-2 rounded-md border font-semibold no-underline select-none ${looks[look]} ${sizes[size]} ${full ? 'w-full' : ''} disabled:cursor-not-allowed disabled:border-line disabled:bg-surface disabled:text-quiet aria-disabled:cursor-not-allowed pointer-coarse:min-h-11`;
}

/** A button that does something here. `type` is `button` unless told; forms use SubmitButton. */
export function Button({
  look,
  size,
  full,
  type = 'button',
  className = '',
  ...rest
}: Look & ComponentProps<'button'>) {
  return <button type={type} className={`${buttonClass({ look, size, full })} ${className}`} {...rest} />;
}

/** A button that leads elsewhere. */
export function LinkButton({
  look,
  size,
  full,
  className = '',
  ...rest
}: Look & ComponentProps<typeof Link> & { children: ReactNode }) {
  return <Link className={`${buttonClass({ look, size, full })} ${className}`} {...rest} />;
}
