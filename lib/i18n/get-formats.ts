import { cache } from 'react';
import { portalTimeZone } from '#lib/env/portal-time-zone.ts';
import { formatsFor, type Formats } from './format.ts';
import { requestLocale, requestTimeZone } from './request-locale.ts';

/** Dates, numbers and names as this reader writes them, in their own time zone; until their browser has told it, the portal's. */
export const getFormats = cache(async (): Promise<Formats> =>
  formatsFor(await requestLocale(), (await requestTimeZone()) ?? portalTimeZone()),
);
