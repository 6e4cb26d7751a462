import type { AppRecord } from '#lib/apps/get-app.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { cityName } from '../state-badge.tsx';
import { UsageCharts } from './usage-charts.tsx';

export async function UsageTab({ app }: { app: AppRecord }) {
  const formats = await getFormats();
  return (
    <UsageCharts
      appId={app.id}
      nodes={app.nodes.map((node) => ({
        id: node.cityNodeId,
        city: cityName(node.city, formats.locale),
      }))}
    />
  );
}
