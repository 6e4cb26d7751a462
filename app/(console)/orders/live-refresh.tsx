'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { QueryProvider } from '#components/shell/query-provider.tsx';

export type Live = { version: string; final: boolean; state?: string; payUrl?: string | null };

export async function fetchLive(url: string): Promise<Live> {
  const response = await fetch(url, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${response.status}`);
  return (await response.json()) as Live; // our own route
}

/** Draws the page again whenever the record has changed, until it changes no more. */
export function LiveRefresh({ url, everyMs = 1_500 }: { url: string; everyMs?: number }) {
  return (
    <QueryProvider>
      <Watch url={url} everyMs={everyMs} />
    </QueryProvider>
  );
}

function Watch({ url, everyMs }: { url: string; everyMs: number }) {
  const router = useRouter();
  const seen = useRef<string | undefined>(undefined);
  const { data } = useQuery({
    queryKey: ['live', url],
    queryFn: () => fetchLive(url),
    refetchInterval: (query) => (query.state.data?.final ? false : everyMs),
  });
  useEffect(() => {
    if (!data) return;
    if (seen.current !== undefined && seen.current !== data.version) router.refresh();
    seen.current = data.version;
  }, [data, router]);
  return null;
}
