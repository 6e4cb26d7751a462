import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Conn } from '#db/connection.ts';
import { portalTimeZone } from '#lib/env/portal-time-zone.ts';
import { AppError } from '#lib/errors/app-error.ts';
import { portalNow } from './portal-now.ts';

/** From when a new version counts: a day of the portal's calendar, an instant, or empty for as soon as possible. */
export const effectiveFromField = z
  .union([z.literal(''), z.iso.date(), z.iso.datetime({ offset: true })])
  .default('');

/** That field as an instant: a day begins at its midnight in the portal's zone. Throws `invalid` for the past, today's midnight included. */
export async function effectiveInstant(tx: Conn, text: z.output<typeof effectiveFromField>): Promise<Date> {
  const now = await portalNow(tx);
  if (text === '') return now;
  const instant = text.includes('T')
    ? new Date(text)
    : new Date(
        Temporal.PlainDate.from(text).toZonedDateTime({ timeZone: portalTimeZone() }).epochMilliseconds,
      );
  if (instant < now) throw new AppError('invalid', 'prices.notInThePast', {}, { field: 'effectiveFrom' });
  return instant;
}
