import Link from 'next/link';
import { Money } from '#components/ui/money.tsx';
import { withQuery, type Query } from '#components/ui/query.ts';
import { Table } from '#components/ui/table.tsx';
import { getFormats } from '#lib/i18n/get-formats.ts';
import { getTranslator } from '#lib/i18n/get-translator.ts';
import type { WeekRecord } from '#lib/settlement/get-week.ts';

/** A week's totals by party; each leads to the lines that made it. */
export async function PartyTable({ record, query }: { record: WeekRecord; query: Query }) {
  const [t, formats] = await Promise.all([getTranslator('finance'), getFormats()]);
  const { totals, week } = record;
  const money = (minor: bigint) => <Money amount={{ minor, currency: totals.currency }} />;
  const nameOf = ({ party, name }: (typeof totals.parties)[number]) =>
    party === 'portal' || party === 'operations' ? '–' : name;
  if (totals.parties.length === 0) return <p className="text-quiet">{t('nothingYet')}</p>;
  const all = totals.parties.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  return (
    <Table
      caption={t('byParty')}
      dense
      rows={totals.parties}
      rowKey={({ party, partyId }) => `${party}:${partyId}`}
      columns={[
        {
          key: 'party',
          head: t('column.party'),
          cell: ({ party, partyId }) => (
            <Link
              className="link"
              href={`${withQuery(`/finance/weeks/${week}`, query, { party, partyId, cursor: undefined })}#lines`}
            >
              {t(`party.${party}`)}
            </Link>
          ),
        },
        { key: 'name', head: t('column.name'), cell: nameOf },
        { key: 'lines', head: t('column.lines'), right: true, cell: ({ lines }) => formats.number(lines) },
        { key: 'amount', head: t('column.amount'), right: true, cell: ({ amount }) => money(BigInt(amount)) },
      ]}
      foot={[{ party: t('total'), lines: formats.number(totals.lines), amount: money(all) }]}
    />
  );
}
