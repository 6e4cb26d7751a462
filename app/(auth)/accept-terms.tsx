'use client';
import { useTranslations } from 'use-intl';
import { Checkbox } from '#components/form/inputs.tsx';

/** Consent to the terms that are shown; both texts open beside the form, so that no typing is lost. */
export function AcceptTerms() {
  const t = useTranslations('auth');
  const link = (href: string) =>
    function TextLink(text: React.ReactNode) {
      return (
        <a className="link" href={href} target="_blank" rel="noreferrer">
          {text}
        </a>
      );
    };
  return (
    <Checkbox
      name="accepted"
      label={t.rich('accept', { terms: link('/legal/terms'), privacy: link('/legal/privacy') })}
    />
  );
}
