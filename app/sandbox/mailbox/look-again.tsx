'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useQuery } from '@tanstack/react-query';

const everyMs = 3_000;

/** Asks for the newest mail while the page is in view, and draws the list anew only when there is one. */
export function LookAgain({ q, newest }: { q: string; newest: string | null }) {
  const router = useRouter();
  const { data } = useQuery({
    queryKey: ['mailbox', q],
    queryFn: async ({ signal }) => {
      const reply = await fetch(`/api/mailbox?q=${encodeURIComponent(q)}`, { signal });
      return (await reply.json()) as { newest: string | null };
    },
    refetchInterval: everyMs,
  });
  const arrived = data && data.newest !== newest ? data.newest : null;
  useEffect(() => {
    if (arrived) router.refresh();
  }, [arrived, router]);
  return null;
}
