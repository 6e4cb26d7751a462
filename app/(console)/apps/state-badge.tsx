import { Badge, type Tone } from '#components/ui/badge.tsx';
import type { AppState } from '#lib/apps/app-words.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';

const tones: Record<AppState, Tone> = {
  pending: 'quiet',
  creating: 'busy',
  active: 'good',
  suspended: 'warn',
  retired: 'quiet',
  failed: 'bad',
};

export async function AppStateBadge({ state }: { state: AppState }) {
  const t = await getTranslator('apps');
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>;
}

/** A city's name as this reader writes it. */
export const cityName = (city: Record<string, string>, locale: string): string =>
  city[locale] ?? city.en ?? Object.values(city)[0] ?? '';
