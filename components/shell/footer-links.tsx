import Link from 'next/link';

/** The brand's own links under every page: legal texts, contact. */
export function FooterLinks({
  links,
  note,
}: {
  links: readonly { label: string; href: string }[];
  note?: string;
}) {
  return (
    <>
      {note && <span>{note}</span>}
      {links.map((link) => (
        <Link key={link.href} prefetch={false} href={link.href} className="hover:text-text hover:underline">
          {link.label}
        </Link>
      ))}
    </>
  );
}
