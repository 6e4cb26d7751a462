'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFormats } from '#components/i18n/use-formats.ts';
import { BarChart } from '#components/charts/bar-chart.tsx';
import { Section } from '#components/ui/page-heading.tsx';
import { Table } from '#components/ui/table.tsx';
import type { Usage, UsageRow } from '#lib/usage/read-usage.ts';
import { usageQuery } from './live-queries.ts';

const ranges = {
  hours: { by: 'hour', span: 24 },
  week: { by: 'hour', span: 168 },
  days: { by: 'day', span: 30 },
  year: { by: 'day', span: 365 },
} as const;
type Range = keyof typeof ranges;

/** Calls by hour or day, for all of the app or one city node or method, and the same in tables. Fills while one looks. */
export function UsageCharts({
  appId,
  first,
  nodes,
}: {
  appId: string;
  /** The last 24 hours as they stood when the page was drawn. */
  first: Usage;
  nodes: readonly { id: string; city: string }[];
}) {
  const t = useTranslations('appsLive');
  const [range, setRange] = useState<Range>('hours');
  const [nodeId, setNode] = useState('');
  const [method, setMethod] = useState('');
  const { by, span } = ranges[range];
  const { data } = useQuery({
    ...usageQuery(appId, by, span),
    ...(range === 'hours' ? { initialData: first } : {}),
    placeholderData: keepPreviousData,
  });
  const rows = (data?.rows ?? []).filter(
    (row) => (!nodeId || row.cityNodeId === nodeId) && (!method || row.method === method),
  );
  const methods = [...new Set((data?.rows ?? []).map((row) => row.method))].sort();
  // The gateway counts under these words what it turned away before it knew the method.
  const nameOf = (name: string) => (name === 'refused' || name === 'other' ? t(`usage.${name}Method`) : name);
  const cityOf = (id: string) => nodes.find((node) => node.id === id)?.city ?? id;
  return (
    <>
      <div className="mb-6 flex flex-wrap gap-3">
        <Pick
          label={t('usage.range')}
          value={range}
          onChange={(value) => setRange(value as Range)}
          options={(Object.keys(ranges) as Range[]).map((value) => [value, t(`usage.${value}`)])}
        />
        <Pick
          label={t('usage.node')}
          value={nodeId}
          onChange={setNode}
          options={[['', t('usage.all')], ...nodes.map((node): [string, string] => [node.id, node.city])]}
        />
        <Pick
          label={t('usage.method')}
          value={method}
          onChange={setMethod}
          options={[['', t('usage.all')], ...methods.map((name): [string, string] => [name, nameOf(name)])]}
        />
      </div>
      {data ? <Charts usage={data} rows={rows} /> : <p role="status">{t('usage.loading')}</p>}
      <p className="mt-2 text-13 text-quiet">{t('usage.fresh')}</p>
      {rows.length > 0 && (
        <>
          <Section title={t('usage.byMethod')}>
            <Sums head={t('usage.method')} groups={groupBy(rows, (row) => nameOf(row.method))} />
          </Section>
          <Section title={t('usage.byNode')}>
            <Sums head={t('usage.node')} groups={groupBy(rows, (row) => cityOf(row.cityNodeId))} />
          </Section>
        </>
      )}
    </>
  );
}

function Charts({ usage, rows }: { usage: Usage; rows: readonly UsageRow[] }) {
  const t = useTranslations('appsLive');
  const formats = useFormats();
  const unit = usage.by === 'hour' ? t('usage.unitHour') : t('usage.unitDay', { zone: usage.zone });
  const label = labelFor(usage, formats.timeZone, formats.locale);
  const bars = (valuesOf: (inBucket: readonly UsageRow[]) => number[]) => {
    const buckets = groupRows(usage, rows);
    return usage.buckets.map((start, index) => ({
      label: label(start),
      values: valuesOf(buckets[index] ?? []),
    }));
  };
  return (
    <div className="grid gap-10">
      <BarChart
        title={t('usage.calls')}
        unit={unit}
        series={[t('usage.answered'), t('usage.refused'), t('usage.errors')]}
        bars={bars((all) => [
          sum(all, 'calls') - sum(all, 'errors'),
          sum(all, 'refused'),
          sum(all, 'errors'),
        ])}
      />
      <div className="grid gap-10 lg:grid-cols-2">
        <BarChart
          title={t('usage.latency')}
          unit={unit}
          series={[t('usage.latency')]}
          bars={bars((all) => [sum(all, 'latencyUs') / Math.max(1, sum(all, 'calls')) / 1000])}
          write={(value) => formats.duration(value)}
        />
        <BarChart
          title={t('usage.traffic')}
          unit={unit}
          series={[t('usage.in'), t('usage.out')]}
          bars={bars((all) => [sum(all, 'bytesIn'), sum(all, 'bytesOut')])}
          write={(value) => formats.bytes(value)}
        />
      </div>
    </div>
  );
}

/** Hours are written in the reader's zone, days in the zone in which they were cut. */
function labelFor(usage: Usage, zone: string, locale: string): (start: string) => string {
  const format = new Intl.DateTimeFormat(
    locale === 'zh' ? 'zh-CN' : 'en-GB',
    usage.by === 'hour'
      ? {
          timeZone: zone,
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
          ...(usage.buckets.length > 24 ? ({ day: 'numeric', month: 'short' } as const) : {}),
        }
      : { timeZone: usage.zone, day: 'numeric', month: 'short' },
  );
  return (start) => format.format(new Date(start));
}

type Count = Exclude<keyof UsageRow, 'bucket' | 'cityNodeId' | 'method'>;
const sum = (rows: readonly UsageRow[], count: Count): number =>
  rows.reduce((total, row) => total + row[count], 0);

function groupRows(usage: Usage, rows: readonly UsageRow[]): UsageRow[][] {
  const buckets: UsageRow[][] = usage.buckets.map(() => []);
  for (const row of rows) buckets[row.bucket]?.push(row);
  return buckets;
}

function groupBy(rows: readonly UsageRow[], nameOf: (row: UsageRow) => string) {
  const groups = new Map<string, UsageRow[]>();
  for (const row of rows) groups.set(nameOf(row), [...(groups.get(nameOf(row)) ?? []), row]);
  return [...groups].sort(([, a], [, b]) => sum(b, 'calls') - sum(a, 'calls'));
}

function Sums({ head, groups }: { head: string; groups: [string, UsageRow[]][] }) {
  const t = useTranslations('appsLive');
  const formats = useFormats();
  const all = groups.flatMap(([, rows]) => rows);
  const calls = sum(all, 'calls');
  const cells = (rows: readonly UsageRow[]) => ({
    calls: formats.number(sum(rows, 'calls')),
    share: calls > 0 ? formats.percent(sum(rows, 'calls') / calls) : '–',
    writes: formats.number(sum(rows, 'writes')),
    refused: formats.number(sum(rows, 'refused')),
    errors: formats.number(sum(rows, 'errors')),
    latency:
      sum(rows, 'calls') > 0 ? formats.duration(sum(rows, 'latencyUs') / sum(rows, 'calls') / 1000) : '–',
    traffic: formats.bytes(sum(rows, 'bytesIn') + sum(rows, 'bytesOut')),
  });
  const columns = ['calls', 'share', 'writes', 'errors', 'refused', 'latency', 'traffic'] as const;
  return (
    <Table
      caption={head}
      dense
      rows={groups}
      rowKey={([name]) => name}
      columns={[
        { key: 'name', head, cell: ([name]) => name },
        ...columns.map((key) => ({
          key,
          head: t(`usage.${key}`),
          right: true,
          cell: ([, rows]: [string, UsageRow[]]) => cells(rows)[key],
        })),
      ]}
      foot={groups.length > 1 ? [{ name: t('usage.total'), ...cells(all) }] : []}
    />
  );
}

function Pick({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}) {
  return (
    <label className="min-w-40">
      <span className="mb-1 block text-13 text-quiet">{label}</span>
      <select className="control" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
