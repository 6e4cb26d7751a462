'use client';
import { useEffect } from 'react';

/** Leaves the reader's time zone in a cookie, so that the server writes times in it from the next page on. */
export function RememberZone() {
  useEffect(() => {
    const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
    if (!document.cookie.includes(`tz=${zone}`))
      document.cookie = `tz=${zone}; path=/; max-age=31536000; samesite=lax`;
  }, []);
  return null;
}
