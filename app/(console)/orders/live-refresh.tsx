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

type Props = {
  url: string;
  /** What the page was drawn from. */
  version: string;
  /** Nothing moves by itself any more: nothing is asked. */
  final?: boolean;
  everyMs?: number;
};

/** Draws the page again whenever the record is not what it was drawn from, until it changes no more. */
export function LiveRefresh({ final = false, ...rest }: Props) {
  if (final) return null;
  return (
    <QueryProvider>
      <Watch {...rest} />
    </QueryProvider>
  );
}

function Watch({ url, version, everyMs = 1_500 }: Props) {
  const router = useRouter();
  const drawn = useRef(version);
  const { data } = useQuery({
    queryKey: ['live', url],
    queryFn: () => fetchLive(url),
    refetchInterval: everyMs,
  });
  useEffect(() => {
    drawn.current = version;
  }, [version]);
  useEffect(() => {
    if (!data || data.version === drawn.current) return;
    drawn.current = data.version; // once a change, however long the drawing takes
    router.refresh();
  }, [data, router]);
  return null;
}
