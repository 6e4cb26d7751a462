import type { Metadata } from 'next';
import { listCityNodes, listCityNodesInput } from '#lib/catalogue/list-city-nodes.ts';
import { getBrand } from '#lib/brand/get-brand.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { languageTags } from '#lib/i18n/locale.ts';
import { requestLocale } from '#lib/i18n/request-locale.ts';
import { currentPriceBook } from '#lib/pricing/current-price-book.ts';
import { getSetting } from '#lib/settings/get-setting.ts';
import { AppError } from '#lib/errors/app-error.ts';
import type { PriceBook } from '#lib/pricing/price.ts';
import { WorldMap } from '#components/map/world-map.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { readPlan } from './plan.ts';
import { catalogueOffers, comparisonFor, planNodes, plannerTexts } from './plan-data.ts';
import { Planner } from './planner.tsx';
import { Faq, HowItWorks, NetworkFigures, Proof } from './sections.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const [brand, locale] = await Promise.all([getBrand(), requestLocale()]);
  return { title: { absolute: `${brand.name} · ${brand.tagline[locale]}` }, alternates: { canonical: '/' } };
}

export default async function StorefrontPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const [query, brand, locale, t, catalogue, book, comparison] = await Promise.all([
    searchParams,
    getBrand(),
    requestLocale(),
    getTranslator('storefront'),
    listCityNodes(listCityNodesInput.parse({ limit: 200 })),
    bookInForce(),
    getSetting('comparison'),
  ]);
  const offers = catalogueOffers(catalogue.rows, t);
  const nodes = planNodes(catalogue.rows, locale);
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-10 gap-y-5 pb-2">
        <div className="max-w-3xl">
          <h1 className="text-28 sm:text-40">{brand.claim[locale] || t('claim')}</h1>
          <p className="mt-2 max-w-2xl text-16 text-quiet">{t('lead')}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <LinkButton href="#calculator" look="primary">
            {t('start')}
          </LinkButton>
          <LinkButton prefetch={false} href="/city-nodes">
            {t('allCityNodes', { count: nodes.length })}
          </LinkButton>
        </div>
      </div>
      {book && nodes.length > 0 ? (
        <Planner
          figures={<NetworkFigures rows={catalogue.rows} t={t} tag={languageTags[locale]} />}
          start={readPlan(query, nodes, offers)}
          nodes={nodes}
          offers={offers}
          book={book}
          comparison={comparisonFor(comparison, book.currency, locale)}
          texts={plannerTexts(t)}
          tag={languageTags[locale]}
        />
      ) : (
        <>
          <WorldMap label={t('map')} places={[]} />
          <Notice title={t('notYet')}>{t('notYetText')}</Notice>
        </>
      )}
      <HowItWorks t={t} />
      <Proof t={t} offerings={catalogue.rows.flatMap((row) => row.offerings)} />
      <Faq t={t} />
    </>
  );
}

/** A new portal has none: its storefront then says so, and stands. */
async function bookInForce(): Promise<PriceBook | null> {
  try {
    return await currentPriceBook();
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return null;
    throw error;
  }
}
