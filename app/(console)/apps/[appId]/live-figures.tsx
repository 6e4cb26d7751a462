'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Figure, Figures } from '#components/ui/figure.tsx';
import { liveQuery, usageQuery } from './live-queries.ts';

type Place = { cityNodeId: string; city: string; height: number | null };

/** Block heights and the last day's calls, as they move. */
export function LiveFigures({ appId, places }: { appId: string; places: readonly Place[] }) {
  const t = useTranslations('appsLive');
  const formats = useFormats();
  const live = useQuery(liveQuery(appId));
  const usage = useQuery(usageQuery(appId, 'hour', 24));
  const rows = usage.data?.rows ?? [];
  const calls = rows.reduce((sum, row) => sum + row.calls, 0);
  const refused = rows.reduce((sum, row) => sum + row.refused, 0);
  const latency = rows.reduce((sum, row) => sum + row.latencyUs, 0);
  const usagePath = `/apps/${appId}?tab=usage`;
  return (
    <>
      <Figures>
        {places.map((place) => {
          const node = live.data?.app.nodes.find(({ cityNodeId }) => cityNodeId === place.cityNodeId);
          const height = node ? node.height : place.height;
          return (
            <Figure
              key={place.cityNodeId}
              label={t('height')}
              value={height === null ? '–' : formats.number(height)}
              note={place.city}
            />
          );
        })}
        <Figure label={t('today')} value={usage.data ? formats.number(calls) : '–'} href={usagePath} />
        <Figure label={t('latency')} value={calls > 0 ? formats.duration(latency / calls / 1000) : '–'} />
        <Figure label={t('refused')} value={usage.data ? formats.number(refused) : '–'} href={usagePath} />
      </Figures>
      {live.isError && <p className="mt-2 text-13 text-quiet">{t('offline')}</p>}
    </>
  );
}
