'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const everyMs = 1_000;

/** While the clock moves, the page is asked for again and again; it shows no more of this once the clock is there. */
export function FollowClock() {
  const router = useRouter();
  useEffect(() => {
    const beat = setInterval(() => router.refresh(), everyMs);
    return () => clearInterval(beat);
  }, [router]);
  return null;
}
