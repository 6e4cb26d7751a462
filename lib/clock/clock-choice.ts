import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { AppError } from '#lib/errors/app-error.ts';
import { weekBounds, weekOf } from '#lib/settlement/weeks.ts';

export const clockChoices = ['hour', 'day', 'week', 'weekEnd', 'month', 'other'] as const;

export const clockChoice = z.object({
  requestId: z.uuid(),
  by: z.enum(clockChoices, { error: 'operator.clockChoose' }),
  /** With `other`: a date and time as a browser's field gives it, in the portal's zone. */
  at: z.string().max(30).default(''),
});
export type ClockChoice = z.output<typeof clockChoice>;

const hourMs = 3_600_000;
const lengths = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs, month: 30 * 24 * hourMs } as const;

/** The instant that an operator means by a choice. Throws `invalid` at the field when a time of their own is none. */
export function targetOf({ by, at }: Pick<ClockChoice, 'by' | 'at'>, now: Date, zone: string): Date {
  if (by === 'weekEnd') return weekBounds(weekOf(now, zone), zone).endsAt;
  if (by !== 'other') return new Date(now.getTime() + lengths[by]);
  try {
    return new Date(Temporal.PlainDateTime.from(at).toZonedDateTime(zone).epochMilliseconds);
  } catch (cause) {
    throw new AppError('invalid', 'operator.clockWhenMissing', {}, { field: 'at', cause });
  }
}
