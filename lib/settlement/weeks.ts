import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { AppError } from '#lib/errors/app-error.ts';

/** An ISO 8601 week: it starts on Monday, and week 1 holds the year's first Thursday. */
export type Week = { year: number; week: number };

/** `2026-W47`. */
export const weekText = ({ year, week }: Week): string => `${year}-W${String(week).padStart(2, '0')}`;

/** Reads `2026-W47`; null for what names no week that the calendar has. */
export function readWeek(text: string): Week | null {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(text) ?? [];
  if (!year || !week) return null;
  const read = { year: Number(year), week: Number(week) };
  return weekText(weekOfDate(mondayOf(read))) === text ? read : null;
}

export const weekField = z.string().transform((text): Week => {
  const week = readWeek(text);
  if (!week) throw new AppError('notFound', 'finance.noSuchWeek');
  return week;
});

/** The week that an instant falls into, by the calendar of `zone`. */
export function weekOf(instant: Date, zone: string): Week {
  return weekOfDate(
    Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate(),
  );
}

/** Half-open: the first instant of Monday in `zone`, and that of the Monday after. */
export function weekBounds(week: Week, zone: string): { startsAt: Date; endsAt: Date } {
  const monday = mondayOf(week);
  const instant = (date: Temporal.PlainDate) =>
    new Date(date.toZonedDateTime({ timeZone: zone }).epochMilliseconds);
  return { startsAt: instant(monday), endsAt: instant(monday.add({ days: 7 })) };
}

export const weekAfter = (week: Week): Week => weekOfDate(mondayOf(week).add({ days: 7 }));
export const weekBefore = (week: Week): Week => weekOfDate(mondayOf(week).subtract({ days: 7 }));

/** Below nought when `a` comes first. */
export const compareWeeks = (a: Week, b: Week): number => a.year - b.year || a.week - b.week;

function mondayOf({ year, week }: Week): Temporal.PlainDate {
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 });
  return fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ days: (week - 1) * 7 });
}

function weekOfDate(date: Temporal.PlainDate): Week {
  const thursday = date.add({ days: 4 - date.dayOfWeek });
  return { year: thursday.year, week: Math.ceil(thursday.dayOfYear / 7) };
}
