'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { BarChart } from '#components/charts/bar-chart.tsx';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Figure, Figures } from '#components/ui/figure.tsx';
import type { AppNodeRecord } from '#lib/apps/get-app.ts';
import type { Usage } from '#lib/usage/read-usage.ts';
import { liveQuery, usageQuery } from './live-queries.ts';

type Place = { cityNodeId: string; city: string } & Pick<AppNodeRecord, 'height' | 'heightOf'>;

/** Block heights and the last day's calls, as they move. */
export function LiveFigures({
  appId,
  places,
  first,
}: {
  appId: string;
  places: readonly Place[];
  first: Usage;
}) {
  const t = useTranslations('appsLive');
  const formats = useFormats();
  const live = useQuery(liveQuery(appId));
  const usage = useQuery({ ...usageQuery(appId, 'hour', 24), initialData: first });
  const { rows } = usage.data;
  const calls = rows.reduce((sum, row) => sum + row.calls, 0);
  const refused = rows.reduce((sum, row) => sum + row.refused, 0);
  const latency = rows.reduce((sum, row) => sum + row.latencyUs, 0);
  const usagePath = `/apps/${appId}?tab=usage`;
  return (
    <>
      <Figures>
        {places.map((place) => {
          const node = live.data?.app.nodes.find(({ cityNodeId }) => cityNodeId === place.cityNodeId);
          const { height, heightOf } = node ?? place;
          return (
            <Figure
              key={place.cityNodeId}
              label={t(heightOf === 'app' ? 'ownHeight' : 'height')}
              value={height === null ? '–' : formats.number(height)}
              note={place.city}
            />
          );
        })}
        <Figure label={t('today')} value={formats.number(calls)} href={usagePath} />
        <Figure label={t('latency')} value={calls > 0 ? formats.duration(latency / calls / 1000) : '–'} />
        <Figure label={t('refused')} value={formats.number(refused)} href={usagePath} />
      </Figures>
      {live.isError && <p className="mt-2 text-13 text-quiet">{t('offline')}</p>}
    </>
  );
}

/** The last day's calls by hour, at a glance. */
export function UsageGlance({ appId, first }: { appId: string; first: Usage }) {
  const t = useTranslations('appsLive');
  const formats = useFormats();
  const { data } = useQuery({ ...usageQuery(appId, 'hour', 24), initialData: first });
  const hour = new Intl.DateTimeFormat(formats.locale === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: formats.timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const sum = (bucket: number, count: 'calls' | 'refused') =>
    data.rows.reduce((total, row) => (row.bucket === bucket ? total + row[count] : total), 0);
  return (
    <BarChart
      title={t('usage.calls')}
      unit={t('usage.unitHour')}
      series={[t('usage.answered'), t('usage.refused')]}
      height={140}
      bars={data.buckets.map((start, bucket) => ({
        label: hour.format(new Date(start)),
        values: [sum(bucket, 'calls'), sum(bucket, 'refused')],
      }))}
    />
  );
}
