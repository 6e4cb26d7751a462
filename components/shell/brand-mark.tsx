import Link from 'next/link';

export type ShellBrand = { name: string; logoHash: string | null };

/** The portal's name: its logo where it has one, else a plain mark, three points of a network, and the name. */
export function BrandMark({ brand, href = '/' }: { brand: ShellBrand; href?: string }) {
  return (
    <Link href={href} className="flex min-w-0 items-center gap-2.5 text-16 font-semibold tracking-tight">
      {brand.logoHash ? (
        <img src={`/api/brand-assets/${brand.logoHash}`} alt="" height={28} className="h-7 w-auto max-w-40" />
      ) : (
        <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" className="shrink-0 text-brand">
          <path d="M5 17 12 6l7 7" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <circle cx="5" cy="17" r="3" fill="currentColor" />
          <circle cx="12" cy="6" r="3" fill="currentColor" />
          <circle cx="19" cy="13" r="3" fill="currentColor" />
        </svg>
      )}
      <span className="truncate">{brand.name}</span>
    </Link>
  );
}
