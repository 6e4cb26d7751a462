'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import { Table, type Column } from '#components/ui/table.tsx';
import { activityQuery, type Activity } from './live-queries.ts';

const tones: Record<Activity['transactions'][number]['state'], Tone> = {
  pending: 'busy',
  succeeded: 'good',
  failed: 'bad',
};

/** Recent transactions and contract events, as the city nodes tell of them. */
export function ActivityLists({
  appId,
  first,
  only,
  limit = 25,
}: {
  appId: string;
  first: Activity;
  only?: 'transactions';
  limit?: number;
}) {
  const t = useTranslations('appsLive');
  const { data } = useQuery({ ...activityQuery(appId), initialData: first });
  return (
    <>
      <Section title={t('activity.transactions')}>
        <Transactions rows={data.transactions.slice(0, limit)} compact={only !== undefined} />
      </Section>
      {!only && (
        <Section title={t('activity.events')}>
          <Events rows={data.events.slice(0, limit)} />
        </Section>
      )}
    </>
  );
}

function useCity() {
  const { locale } = useFormats();
  return (city: Record<string, string>) => city[locale] ?? city.en ?? '';
}

function Transactions({ rows, compact }: { rows: Activity['transactions']; compact: boolean }) {
  const t = useTranslations('appsLive');
  const formats = useFormats();
  const city = useCity();
  if (rows.length === 0) return <p className="text-quiet">{t('activity.noTransactions')}</p>;
  const placeAndTime: Column<Activity['transactions'][number]>[] = [
    { key: 'city', head: t('activity.city'), wideOnly: true, cell: (row) => city(row.city) },
    { key: 'time', head: t('activity.time'), right: true, cell: (row) => formats.date(row.at, 'second') },
  ];
  return (
    <Table
      caption={t('activity.transactions')}
      dense
      rows={rows}
      rowKey={(row) => `${row.cityNodeId} ${row.eventId}`}
      columns={[
        {
          key: 'function',
          head: t('activity.function'),
          cell: (row) => (
            <span className="[overflow-wrap:anywhere]">
              {row.contract && row.function ? `${row.contract}.${row.function}` : t('activity.direct')}
            </span>
          ),
        },
        {
          key: 'state',
          head: t('activity.state'),
          cell: (row) => <Badge tone={tones[row.state]}>{t(`activity.states.${row.state}`)}</Badge>,
        },
        {
          key: 'transaction',
          head: t('activity.transaction'),
          cell: (row) => <Mono copy={t('activity.transaction')}>{row.id}</Mono>,
        },
        {
          key: 'block',
          head: t('activity.block'),
          right: true,
          cell: (row) => (row.height === null ? '–' : formats.number(row.height)),
        },
        ...(compact ? [] : placeAndTime),
      ]}
    />
  );
}

function Events({ rows }: { rows: Activity['events'] }) {
  const t = useTranslations('appsLive');
  const formats = useFormats();
  const city = useCity();
  if (rows.length === 0) return <p className="text-quiet">{t('activity.noEvents')}</p>;
  return (
    <Table
      caption={t('activity.events')}
      dense
      rows={rows}
      rowKey={(row) => `${row.cityNodeId} ${row.eventId}`}
      columns={[
        {
          key: 'event',
          head: t('activity.event'),
          cell: (row) => <span className="[overflow-wrap:anywhere]">{`${row.contract}.${row.name}`}</span>,
        },
        {
          key: 'arguments',
          head: t('activity.arguments'),
          cell: (row) => <Values args={row.args} />,
        },
        {
          key: 'block',
          head: t('activity.block'),
          right: true,
          cell: (row) => (row.height === null ? '–' : formats.number(row.height)),
        },
        { key: 'city', head: t('activity.city'), wideOnly: true, cell: (row) => city(row.city) },
        { key: 'time', head: t('activity.time'), right: true, cell: (row) => formats.date(row.at, 'second') },
      ]}
    />
  );
}

function Values({ args }: { args: Activity['events'][number]['args'] }) {
  return (
    <span className="flex flex-wrap gap-x-4 [overflow-wrap:anywhere]">
      {Object.entries(args).map(([name, value]) => (
        <span key={name}>
          <span className="text-quiet">{name}</span>{' '}
          {typeof value === 'string' && value.startsWith('0x') ? (
            <Mono>{value}</Mono>
          ) : typeof value === 'string' ? (
            value
          ) : (
            JSON.stringify(value)
          )}
        </span>
      ))}
    </span>
  );
}
