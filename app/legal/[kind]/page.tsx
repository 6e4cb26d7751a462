import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { LegalBody } from '#components/brand/legal-body.tsx';
import { PageHeading } from '#components/ui/page-heading.tsx';
import { Time } from '#components/ui/time.tsx';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { requestLocale } from '#lib/i18n/request-locale.ts';
import { currentLegalText } from '#lib/legal/current-text.ts';
import { isLegalKind } from '#lib/legal/kinds.ts';
import { legalBlocks } from '#lib/legal/legal-blocks.ts';

type Props = { params: Promise<{ kind: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { kind } = await params;
  if (!isLegalKind(kind)) notFound();
  return { title: (await currentLegalText(kind, await requestLocale())).title };
}

export default async function LegalPage({ params }: Props) {
  const { kind } = await params;
  if (!isLegalKind(kind)) notFound();
  const [text, t] = await Promise.all([
    currentLegalText(kind, await requestLocale()),
    getTranslator('legal'),
  ]);
  return (
    <article className="max-w-3xl">
      <PageHeading title={text.title} />
      <p className="mb-6 text-13 text-quiet">
        {t('version', { version: text.version })} · <Time at={text.publishedAt} precision="day" />
      </p>
      <LegalBody blocks={legalBlocks(text.body)} />
    </article>
  );
}
