import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { CityNodeView, OfferingView } from '#lib/catalogue/city-node-view.ts';
import { getCityNode } from '#lib/catalogue/get-city-node.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import { requestLocale } from '#lib/i18n/request-locale.ts';
import { WorldMap } from '#components/map/world-map.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { Facts } from '#components/ui/facts.tsx';
import { Meter } from '#components/ui/meter.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { RecordHeader, Section } from '#components/ui/page-heading.tsx';
import { Table, type Column } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { cityName } from '../../plan-data.ts';
import { EvidenceBadge, HealthBadge } from '../offering-words.tsx';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const [node, locale, t] = await Promise.all([
    getCityNode(slug),
    requestLocale(),
    getTranslator('catalogue'),
  ]);
  if (!node) return { title: t('title') };
  const city = cityName(node, locale);
  return {
    title: t('nodeTitle', { city }),
    description: t('nodeLead', { city, provider: node.provider.name }),
    alternates: { canonical: `/city-nodes/${node.slug}` },
  };
}

export default async function CityNodePage({ params }: Props) {
  const { slug } = await params;
  const [node, t, formats] = await Promise.all([getCityNode(slug), getTranslator('catalogue'), getFormats()]);
  if (!node) notFound();
  const city = cityName(node, formats.locale);
  return (
    <>
      <RecordHeader
        back={{ href: '/city-nodes', label: t('title') }}
        title={city}
        state={<HealthBadge health={node.health} t={t} />}
        sub={
          <>
            <span>{formats.country(node.country)}</span>
            <span>{node.provider.name}</span>
          </>
        }
        actions={
          node.state === 'active' && (
            <LinkButton prefetch={false} href={`/?node=${node.slug}#calculator`} look="primary">
              {t('calculateHere')}
            </LinkButton>
          )
        }
      />
      {node.state === 'paused' && (
        <div className="mb-6">
          <Notice tone="warn" title={t('paused')}>
            {t('pausedText')}
          </Notice>
        </div>
      )}
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-[1fr_22rem]">
        <div className="min-w-0">
          <Offerings offerings={node.offerings} />
          <Capacity capacity={node.capacity} />
        </div>
        <aside className="min-w-0">
          <Place node={node} city={city} />
        </aside>
      </div>
    </>
  );
}

async function Offerings({ offerings }: Pick<CityNodeView, 'offerings'>) {
  const [t, { locale }] = await Promise.all([getTranslator('catalogue'), getFormats()]);
  const columns: Column<OfferingView>[] = [
    {
      key: 'framework',
      head: t('framework'),
      cell: (row) => (
        <>
          <span className="font-medium">{row.framework}</span>{' '}
          <span className="text-quiet">{row.version}</span>
          {row.note[locale] && <span className="block max-w-sm text-13 text-quiet">{row.note[locale]}</span>}
        </>
      ),
    },
    { key: 'maker', head: t('maker'), cell: (row) => row.frameworkProvider },
    { key: 'kind', head: t('kindHead'), cell: (row) => t(`kind.${row.kind}`) },
    { key: 'access', head: t('accessHead'), cell: (row) => t(`access.${row.access}`) },
    {
      key: 'evidence',
      head: t('evidenceHead'),
      cell: (row) => <EvidenceBadge evidence={row.evidence} t={t} />,
    },
  ];
  return (
    <Section title={t('offerings')} lead={t('offeringsLead')}>
      <Table caption={t('offerings')} columns={columns} rows={offerings} rowKey={(row) => row.id} />
    </Section>
  );
}

async function Capacity({ capacity }: Pick<CityNodeView, 'capacity'>) {
  const [t, formats] = await Promise.all([getTranslator('catalogue'), getFormats()]);
  const resources = [
    { key: 'tps', unit: 'TPS', ...capacity.tps },
    { key: 'storage', unit: 'GB', ...capacity.storageGb },
    { key: 'bandwidth', unit: 'Mbit/s', ...capacity.bandwidthMbps },
  ];
  return (
    <Section title={t('capacity')} lead={t('capacityLead')}>
      <div className="grid max-w-xl gap-4">
        {resources.map((resource) => (
          <Meter
            key={resource.key}
            label={t(`resource.${resource.key}`)}
            used={resource.total - resource.free}
            total={resource.total}
            text={t('freeOf', {
              free: formats.number(resource.free),
              total: formats.number(resource.total),
              unit: resource.unit,
            })}
          />
        ))}
      </div>
    </Section>
  );
}

async function Place({ node, city }: { node: CityNodeView; city: string }) {
  const [t, formats] = await Promise.all([getTranslator('catalogue'), getFormats()]);
  return (
    <>
      <WorldMap
        label={t('map')}
        places={[
          {
            id: node.id,
            name: city,
            latitude: node.latitude,
            longitude: node.longitude,
            selected: true,
            // The picture is narrow here: an eastern name would stand out of it.
            side: node.longitude > 60 ? 'left' : 'right',
          },
        ]}
      />
      <div className="mt-6">
        <Facts
          items={[
            {
              label: t('provider'),
              value: node.provider.name,
              note: formats.country(node.provider.country),
            },
            { label: t('country'), value: formats.country(node.country) },
            {
              label: t('place'),
              value: `${formats.number(node.latitude, { maximumFractionDigits: 2 })}, ${formats.number(node.longitude, { maximumFractionDigits: 2 })}`,
            },
            { label: t('lastSeen'), value: node.statusAt ? <Time at={node.statusAt} /> : t('notYet') },
          ]}
        />
      </div>
    </>
  );
}
