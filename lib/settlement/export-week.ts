import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { db, inSnapshot, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { canonicalJson } from '#lib/ledger/seal-hash.ts';
import { decimalOf } from '#lib/money/format-money.ts';
import { harmless } from './harmless.ts';
import { getWeek, type WeekRecord } from './get-week.ts';
import { statementPublicKey } from './sign-statement.ts';
import { statementContent } from './statement.ts';
import { statementLines, type StatementLine } from './statement-lines.ts';
import { addUp, compareWithLedger } from './week-totals.ts';
import { weekField } from './weeks.ts';

export const exportWeekInput = z
  .object({
    week: weekField,
    format: z.enum(['csv', 'json']),
    /** Start the CSV with a byte-order mark, which some spreadsheets need to read UTF-8. */
    bom: z.boolean().default(false),
  })
  .brand<'ExportWeek'>();

export type WeekExport = { fileName: string; contentType: string; pieces: AsyncGenerator<string> };

/**
 * A week's statement as a file, made piece by piece. An issued week gives the same bytes every time; the open one gives
 * what it held when its first byte was made, and no signature. Carries no customer data. The download is audited before
 * the first byte.
 */
export async function exportWeek(
  actor: Actor,
  input: z.output<typeof exportWeekInput>,
  conn: Conn = db(),
): Promise<WeekExport> {
  demand(actor, 'settlement.read');
  const record = await getWeek(actor, input.week, conn);
  const issued = record.number !== null;
  if (issued) await demandSameTotals(record, conn);
  const piecesOf = (week: WeekRecord, from: Conn) =>
    input.format === 'json' ? jsonPieces(week, from) : csvPieces(week, input.bom, from);
  const pieces = issued
    ? piecesOf(record, conn)
    : inSnapshot(async function* (snapshot) {
        const open = await getWeek(actor, input.week, snapshot);
        if (open.number !== null) throw new Error(`${open.week} was issued while its download began`);
        yield* piecesOf(open, snapshot);
      });
  await recordAudit(conn, actor, {
    action: 'settlement.download',
    subjectKind: 'settlement',
    subjectId: record.week,
    after: { format: input.format, state: record.state, contentHash: record.contentHash },
  });
  return {
    fileName: `settlement-${record.week}${issued ? '' : '-open'}.${input.format}`,
    contentType: input.format === 'json' ? 'application/json' : 'text/csv; charset=utf-8',
    pieces,
  };
}

async function demandSameTotals(record: WeekRecord, conn: Conn): Promise<void> {
  const live = await addUp(conn, record, record.totals.currency);
  if (canonicalJson(live) !== canonicalJson(record.totals))
    throw new Error(`the lines of ${record.week} do not add up to its statement`);
}

async function* jsonPieces(record: WeekRecord, conn: Conn): AsyncGenerator<string> {
  const issued = record.number !== null;
  const live = issued ? null : await compareWithLedger(conn, record);
  const content = statementContent(conn, {
    header: {
      week: record.week,
      zone: record.zone,
      startsAt: record.startsAt.toISOString(),
      endsAt: record.endsAt.toISOString(),
      currency: record.totals.currency,
      number: record.number,
    },
    bounds: record,
    totals: record.totals,
    seals: live
      ? { first: live.firstSeal, last: live.lastSeal }
      : { first: record.firstSeal, last: record.lastSeal },
  });
  yield '{"format":"cityport-settlement-1",\n"content":';
  yield* content;
  const issue = issued
    ? {
        contentHash: record.contentHash,
        issuedAt: record.issuedAt?.toISOString(),
        publicKey: statementPublicKey(),
        signature: record.signature,
      }
    : null;
  yield `,\n"issue":${JSON.stringify(issue)}}\n`;
}

const columns = [
  'week',
  'statement',
  'event',
  'effective_at',
  'order_line',
  'city_node',
  'framework',
  'resource',
  'quantity',
  'term',
  'line_net',
  'party',
  'party_name',
  'share_rule',
  'basis_points',
  'amount',
  'currency',
  'ledger_transaction',
  'line_id',
];

async function* csvPieces(record: WeekRecord, bom: boolean, conn: Conn): AsyncGenerator<string> {
  const { currency } = record.totals;
  const decimal = (minor: string | bigint) => decimalOf({ minor: BigInt(minor), currency });
  yield `${bom ? '\uFEFF' : ''}${rows([columns])}`;
  let total = 0n;
  let count = 0;
  for await (const lines of statementLines(conn, record)) {
    total += lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    count += lines.length;
    yield rows(lines.map((line) => rowOf(record, line, decimal)));
  }
  const last = columns.map((name) =>
    name === 'week'
      ? 'total'
      : name === 'statement'
        ? String(count)
        : name === 'amount'
          ? decimal(total)
          : name === 'currency'
            ? currency
            : '',
  );
  yield rows([last]);
}

function rowOf(record: WeekRecord, line: StatementLine, decimal: (minor: string) => string): string[] {
  return [
    record.week,
    record.number === null ? '' : String(record.number),
    line.event,
    line.effectiveAt,
    line.orderLine,
    line.cityNode,
    line.framework,
    line.resource,
    line.quantity,
    line.term,
    decimal(line.lineNet),
    line.party,
    line.partyName,
    line.shareRule === null ? '' : String(line.shareRule),
    line.basisPoints === null ? '' : String(line.basisPoints),
    decimal(line.amount),
    record.totals.currency,
    line.ledgerTransaction,
    line.id,
  ];
}

const rows = (cells: string[][]): string =>
  stringify(
    cells.map((row) => row.map(harmless)),
    { record_delimiter: 'windows' },
  );
