'use client';
import { useMemo } from 'react';
import { useLocale, useTimeZone } from 'use-intl';
import { formatsFor, type Formats } from '#lib/i18n/format.ts';
import { isLocale, defaultLocale } from '#lib/i18n/locale.ts';

/** Dates, numbers and names as the reader writes them, in a client leaf below ClientMessages. */
export function useFormats(): Formats {
  const tag = useLocale();
  const zone = useTimeZone();
  return useMemo(() => {
    const language = tag.slice(0, 2);
    return formatsFor(isLocale(language) ? language : defaultLocale, zone);
  }, [tag, zone]);
}
