'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Looks for new mail every few seconds while the page is in view. */
export function LookAgain({ seconds }: { seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh();
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [router, seconds]);
  return null;
}
