import Link from 'next/link';
import { Tag } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Filters } from '#components/ui/filters.tsx';
import { Money } from '#components/ui/money.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { flatQuery, type Query } from '#components/ui/query.ts';
import { Table, type Column } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Actor } from '#lib/auth/actor.ts';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { WeekRecord } from '#lib/settlement/get-week.ts';
import { listWeekLines, listWeekLinesInput } from '#lib/settlement/list-week-lines.ts';
import { partyOrder } from '#lib/settlement/parties.ts';
import type { StatementLine } from '#lib/settlement/statement-lines.ts';

/** One row a share: what was sold where, by which rule it was split, and the ledger transaction that holds it. */
export async function LineTable({
  actor,
  record,
  query,
}: {
  actor: Actor;
  record: WeekRecord;
  query: Query;
}) {
  const path = `/finance/weeks/${record.week}`;
  const parsed = listWeekLinesInput.safeParse(flatQuery(query));
  const input = parsed.success ? parsed.data : listWeekLinesInput.parse({});
  const [t, { rows, nextCursor }] = await Promise.all([
    getTranslator('finance'),
    listWeekLines(actor, record, input),
  ]);
  const columns = await lineColumns(record.totals.currency);
  const owner = record.totals.parties.find(({ partyId }) => partyId && partyId === input.partyId);
  return (
    <>
      <Filters
        path={path}
        query={query}
        choices={[
          {
            name: 'party',
            label: t('column.party'),
            options: partyOrder.map((party) => ({ value: party, label: t(`party.${party}`) })),
          },
          {
            name: 'event',
            label: t('column.event'),
            options: (['payment', 'refund'] as const).map((event) => ({
              value: event,
              label: t(`event.${event}`),
            })),
          },
        ]}
      />
      {owner && <p className="mb-3 text-quiet">{t('onlyOf', { name: owner.name })}</p>}
      {rows.length === 0 ? (
        <EmptyState title={t('noLines')}>{t('noLinesText')}</EmptyState>
      ) : (
        <Table caption={t('lines')} dense wide rows={rows} rowKey={(row) => row.id} columns={columns} />
      )}
      <Pager path={path} query={query} nextCursor={nextCursor} />
    </>
  );
}

/** Cells keep to one line: the sheet scrolls sideways where room is short. */
const oneLine = (text: string) => <span className="whitespace-nowrap">{text}</span>;

async function lineColumns(currency: string): Promise<Column<StatementLine>[]> {
  const [t, formats] = await Promise.all([getTranslator('finance'), getFormats()]);
  const rule = ({ shareRule, basisPoints, party }: StatementLine) => {
    const share = basisPoints === null ? '' : formats.percent(basisPoints / 10_000, 2);
    if (shareRule === null) return share;
    // The portal takes of the whole net; the three others share what it leaves.
    return t(party === 'portal' ? 'ruleShare' : 'ruleShareOfRest', { version: shareRule, share });
  };
  return [
    {
      key: 'at',
      head: t('column.at'),
      cell: (line) => (
        <span className="flex gap-2">
          <Time at={line.effectiveAt} precision="day" />
          {line.event === 'refund' && <Tag>{t('event.refund')}</Tag>}
        </span>
      ),
    },
    {
      key: 'orderLine',
      head: t('column.orderLine'),
      cell: (line) => <Mono keep={4}>{line.orderLine}</Mono>,
    },
    {
      key: 'sold',
      head: t('column.sold'),
      cell: (line) =>
        oneLine(
          `${line.cityNode}, ${line.framework}: ${t(`resource.${line.resource}`, { count: line.quantity })}`,
        ),
    },
    {
      key: 'party',
      head: t('column.party'),
      cell: (line) =>
        oneLine(
          line.party === 'portal' || line.party === 'operations' ? t(`party.${line.party}`) : line.partyName,
        ),
    },
    { key: 'rule', head: t('column.rule'), cell: (line) => oneLine(rule(line)) },
    {
      key: 'lineNet',
      head: t('column.lineNet'),
      right: true,
      cell: (line) => <Money amount={{ minor: BigInt(line.lineNet), currency }} />,
    },
    {
      key: 'amount',
      head: t('column.amount'),
      right: true,
      cell: (line) => <Money amount={{ minor: BigInt(line.amount), currency }} />,
    },
    {
      key: 'ledger',
      head: t('column.posting'),
      right: true,
      cell: (line) => (
        <Link className="link figures" href={`/finance/ledger/transactions/${line.ledgerTransaction}`}>
          {line.ledgerTransaction}
        </Link>
      ),
    },
  ];
}
