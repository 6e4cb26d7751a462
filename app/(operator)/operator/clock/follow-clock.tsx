'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useTransition } from 'react';

const everyMs = 1_000;

/** While the clock moves, the page is asked for again and again; it shows no more of this once the clock is there. */
export function FollowClock() {
  const router = useRouter();
  const [drawing, draw] = useTransition();
  useEffect(() => {
    // One after another: asked for faster than it comes, the page would never be drawn.
    if (drawing) return undefined;
    const beat = setTimeout(() => draw(() => router.refresh()), everyMs);
    return () => clearTimeout(beat);
  }, [drawing, router]);
  return null;
}
