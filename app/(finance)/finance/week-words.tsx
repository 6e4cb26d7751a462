import { Badge, type Tone } from '#components/ui/badge.tsx';
import { formatsFor } from '#lib/i18n/format.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { WeekRecord, WeekState } from '#lib/settlement/get-week.ts';

const tones: Record<WeekState, Tone> = { open: 'busy', finished: 'warn', issued: 'good', remitted: 'quiet' };

export async function WeekStateBadge({ state }: { state: WeekState }) {
  const t = await getTranslator('finance');
  return <Badge tone={tones[state]}>{t(`weekState.${state}`)}</Badge>;
}

/** First and last day of a week, in the zone in which it was cut. */
export async function daysOf({
  startsAt,
  endsAt,
  zone,
}: Pick<WeekRecord, 'startsAt' | 'endsAt' | 'zone'>): Promise<string> {
  const { locale } = await getFormats();
  const formats = formatsFor(locale, zone);
  return `${formats.date(startsAt)} – ${formats.date(new Date(endsAt.getTime() - 1))}`;
}

/** `2026-W47` in words. */
export async function weekTitle(week: string): Promise<string> {
  const t = await getTranslator('finance');
  const [year = '', number = ''] = week.split('-W');
  return t('weekTitle', { year, week: String(Number(number)) });
}
