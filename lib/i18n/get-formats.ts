import { cache } from 'react';
import { formatsFor, type Formats } from './format.ts';
import { requestLocale, requestTimeZone } from './request-locale.ts';

/** The zone in which the portal cuts its weeks; what a reader sees until their browser has told its own. */
export const portalTimeZone = (): string => process.env.PORTAL_ZONE ?? 'Asia/Shanghai';

/** Dates, numbers and names as this reader writes them, in their own time zone. */
export const getFormats = cache(async (): Promise<Formats> =>
  formatsFor(await requestLocale(), (await requestTimeZone()) ?? portalTimeZone()),
);
