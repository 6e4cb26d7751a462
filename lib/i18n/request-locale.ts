import { cache } from 'react';
import { cookies, headers } from 'next/headers';
import { isLocale, negotiateLocale, type Locale } from './locale.ts';

/** The reader's language: their choice (cookie `locale`), else what the browser asks for. */
export const requestLocale = cache(async (): Promise<Locale> => {
  const chosen = (await cookies()).get('locale')?.value;
  return isLocale(chosen) ? chosen : negotiateLocale((await headers()).get('accept-language'));
});

/** The reader's time zone, which the browser leaves in the cookie `tz`; null until it has. */
export const requestTimeZone = cache(async (): Promise<string | null> => {
  const zone = (await cookies()).get('tz')?.value;
  if (!zone) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: decodeURIComponent(zone) }).resolvedOptions().timeZone;
  } catch {
    return null; // a stranger may write anything into a cookie
  }
});
