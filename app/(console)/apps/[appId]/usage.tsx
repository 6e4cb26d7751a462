import { NoPermission } from '#components/ui/no-permission.tsx';
import type { AppRecord } from '#lib/apps/get-app.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { readUsage, readUsageInput } from '#lib/usage/read-usage.ts';
import { cityName } from '../state-badge.tsx';
import { UsageCharts } from './usage-charts.tsx';

export async function UsageTab({ actor, app }: { actor: Actor; app: AppRecord }) {
  if (!actor.can.has('usage.read')) return <NoPermission permission="usage.read" back={`/apps/${app.id}`} />;
  const formats = await getFormats();
  const first = await readUsage(actor, readUsageInput.parse({ appId: app.id, by: 'hour', span: 24 }));
  return (
    <UsageCharts
      appId={app.id}
      first={first}
      nodes={app.nodes.map((node) => ({
        id: node.cityNodeId,
        city: cityName(node.city, formats.locale),
      }))}
    />
  );
}
