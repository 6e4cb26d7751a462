import { LinkButton } from '#components/ui/button.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';

/** A link that works no more: what that means, and where to go. */
export function LinkOver({
  title,
  text,
  action,
}: {
  title: string;
  text: string;
  action: { href: string; label: string };
}) {
  return (
    <>
      <PageHeading title={title} lead={text} />
      <LinkButton href={action.href}>{action.label}</LinkButton>
    </>
  );
}
