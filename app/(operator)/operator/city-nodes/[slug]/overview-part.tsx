import { Facts } from '#components/ui/facts.tsx';
import { Meter } from '#components/ui/meter.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import { Time } from '#components/ui/time.tsx';
import type { StaffCityNodeRecord } from '#lib/city-nodes/get-city-node.ts';
import { portalNow } from '#lib/clock/portal-now.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';

export async function OverviewPart({ node }: { node: StaffCityNodeRecord }) {
  const [t, formats, now] = await Promise.all([getTranslator('cityNodes'), getFormats(), portalNow()]);
  const words = (key: 'freeTps' | 'freeStorage' | 'freeBandwidth', free: number, total: number) =>
    t(key, { free: formats.number(free), total: formats.number(total) });
  const { total, free } = node;
  const when = (at: Date | null) => (at ? <Time at={at} /> : t('never'));
  return (
    <>
      <Section title={t('capacity')}>
        <div className="grid gap-6 sm:grid-cols-3">
          <Meter
            label={t('tps')}
            used={total.tps - free.tps}
            total={total.tps}
            text={words('freeTps', free.tps, total.tps)}
          />
          <Meter
            label={t('storage')}
            used={total.storageGb - free.storageGb}
            total={total.storageGb}
            text={words('freeStorage', free.storageGb, total.storageGb)}
          />
          <Meter
            label={t('bandwidth')}
            used={total.bandwidthMbps - free.bandwidthMbps}
            total={total.bandwidthMbps}
            text={words('freeBandwidth', free.bandwidthMbps, total.bandwidthMbps)}
          />
        </div>
      </Section>
      <Section title={t('facts')}>
        <Facts
          items={[
            { label: t('controlUrl'), value: <Address of={node.controlUrl} name={t('controlUrl')} /> },
            { label: t('gatewayUrl'), value: <Address of={node.gatewayUrl} name={t('gatewayUrl')} /> },
            { label: t('keyId'), value: <Address of={node.keyId} name={t('keyId')} /> },
            { label: t('software'), value: node.softwareVersion || '–' },
            { label: t('apps'), value: formats.number(node.apps) },
            { label: t('seen'), value: node.statusAt ? <Time at={node.statusAt} now={now} /> : t('never') },
            { label: t('started'), value: when(node.startedAt) },
            { label: t('enrolledAt'), value: when(node.createdAt) },
            { label: t('approvedAt'), value: when(node.approvedAt) },
          ]}
        />
      </Section>
    </>
  );
}

function Address({ of, name }: { of: string; name: string }) {
  if (!of) return '–';
  return (
    <Mono whole copy={name}>
      {of}
    </Mono>
  );
}
