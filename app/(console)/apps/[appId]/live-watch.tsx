'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { liveQuery, seenIn } from './live-queries.ts';

/** Draws the page anew when the app's state or what is deployed has changed since it was drawn. */
export function LiveWatch({ appId, seen }: { appId: string; seen: string }) {
  const router = useRouter();
  const { data } = useQuery(liveQuery(appId));
  const now = data ? seenIn(data) : seen;
  const drawn = useRef(seen);
  useEffect(() => {
    // Once for each change: the page may be drawn from a moment before the poll.
    if (now === seen || now === drawn.current) return;
    drawn.current = now;
    router.refresh();
  }, [now, seen, router]);
  return null;
}
