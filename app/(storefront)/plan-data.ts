import type { CityNodeView } from '#lib/catalogue/city-node-view.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import type { Translator } from '#lib/i18n/translator.ts';
import type { SettingValue } from '#lib/settings/catalogue.ts';
import { placePoints } from '#components/map/place-points.ts';
import type { PlanNode, PlanOffer } from './plan.ts';
import type { Comparison } from './planner-price.tsx';
import type { PlannerTexts } from './planner-texts.ts';

/** A city's name in the reader's language. */
export const cityName = (row: Pick<CityNodeView, 'city' | 'slug'>, locale: Locale): string =>
  row.city[locale] ?? row.city.en ?? row.slug;

const offerKey = (offering: CityNodeView['offerings'][number]): string =>
  `${offering.frameworkId}.${offering.kind}`;

/** What the calculator sends to the browser of each node, and no more. */
export function planNodes(rows: readonly CityNodeView[], locale: Locale): PlanNode[] {
  const points = placePoints(
    rows.map((row) => ({
      id: row.id,
      name: cityName(row, locale),
      latitude: row.latitude,
      longitude: row.longitude,
    })),
  );
  return rows.flatMap((row, index) => {
    const point = points[index];
    if (!point) return [];
    return {
      id: row.id,
      slug: row.slug,
      name: point.name,
      x: point.x,
      y: point.y,
      ...(point.side ? { side: point.side } : {}),
      free: {
        tps: row.capacity.tps.free,
        storage: row.capacity.storageGb.free,
        bandwidth: row.capacity.bandwidthMbps.free,
      },
      offers: Object.fromEntries(row.offerings.map((offering) => [offerKey(offering), offering.id])),
    };
  });
}

/** Every framework and kind that some node has, permissioned ones first. */
export function catalogueOffers(rows: readonly CityNodeView[], t: Translator): PlanOffer[] {
  const offerings = rows.flatMap((row) => row.offerings);
  const byKey = new Map(
    offerings.map((offering) => [
      offerKey(offering),
      {
        key: offerKey(offering),
        frameworkId: offering.frameworkId,
        kind: offering.kind,
        label: t(offering.kind === 'public' ? 'offerPublic' : 'offerPermissioned', {
          framework: offering.framework,
        }),
        ...(offering.note[t.locale] ? { note: offering.note[t.locale] } : {}),
      },
    ]),
  );
  return [...byKey.values()].sort((a, b) => a.kind.localeCompare(b.kind) || a.label.localeCompare(b.label));
}

/** Null when it is in another currency than our prices: the two could not be set side by side. */
export function comparisonFor(
  setting: SettingValue<'comparison'>,
  currency: string,
  locale: Locale,
): Comparison | null {
  if (setting.currency !== currency) return null;
  return {
    peers: setting.peers,
    lines: setting.lines.map((line) => ({ label: line.label[locale], yearly: BigInt(line.yearlyMinor) })),
    source: setting.source[locale],
  };
}

/** Placeholders stay placeholders: the browser fills them as the reader changes the plan. */
export function plannerTexts(t: Translator): PlannerTexts {
  return {
    map: t('map'),
    title: t('calculator'),
    lead: t('calculatorLead'),
    cities: t('cities'),
    framework: t('framework'),
    term: t('term'),
    month: t('month'),
    year: t('year'),
    each: t('each'),
    amount: { tps: t('throughput'), storage: t('storage'), bandwidth: t('bandwidth') },
    unit: { tps: t('unitTps'), storage: t('unitStorage'), bandwidth: t('unitBandwidth') },
    slider: t('slider', { name: '{name}' }),
    short: t('short', { city: '{city}', free: '{free}', asked: '{asked}', unit: '{unit}' }),
    base: t('base'),
    perMonth: t('perMonth'),
    perYear: t('perYear'),
    beforeTax: t('beforeTax'),
    chooseCity: t('chooseCity'),
    notSold: t('notSold'),
    update: t('update'),
    addToCart: t('addToCart'),
    lines: t('lines'),
    here: t('here'),
    alone: t('alone', { peers: '{peers}' }),
    share: t('share', { share: '{share}' }),
    howWeCount: t('howWeCount'),
    source: t('source'),
    total: t('total'),
  };
}
