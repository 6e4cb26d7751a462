import { sql, type SQL } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import type { Party } from './parties.ts';
import { within } from './week-totals.ts';

/** One party's share of one order line, as it is handed out. Amounts are minor units as decimal strings. */
export type StatementLine = {
  id: string;
  event: 'payment' | 'refund';
  effectiveAt: string;
  orderLine: string;
  /** Place of the order line in its order, which decides how its tax was shared. */
  position: number;
  /** Net of the whole order line. */
  lineNet: string;
  ledgerTransaction: string;
  party: Party;
  partyId: string;
  partyName: string;
  /** Version of the share rule; null for tax. */
  shareRule: number | null;
  basisPoints: number | null;
  amount: string;
  cityNode: string;
  framework: string;
  resource: string;
  quantity: string;
  term: string;
};

const batchSize = 500;

/** The lines of a span of time in the order of the statement, a batch at a time. */
export async function* statementLines(
  conn: Conn,
  bounds: { startsAt: Date; endsAt: Date },
): AsyncGenerator<StatementLine[]> {
  let after: { at: string; id: string } | null = null;
  for (;;) {
    const lines: StatementLine[] = await pageOfLines(conn, bounds, { after, limit: batchSize });
    const last = lines.at(-1);
    if (!last) return;
    yield lines;
    if (lines.length < batchSize) return;
    after = { at: last.effectiveAt, id: last.id };
  }
}

/** A page of lines after (instant, id), of one party where `filter` says so. */
export async function pageOfLines(
  conn: Conn,
  bounds: { startsAt: Date; endsAt: Date },
  page: { after: { at: string; id: string } | null; limit: number; filter?: SQL },
): Promise<StatementLine[]> {
  const { rows } = await conn.execute<StatementLine>(sql`
    select s.id, s.event, to_char(s.effective_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "effectiveAt",
           s.order_line_id as "orderLine", (s.description ->> 'position')::int as position,
           s.description ->> 'net' as "lineNet", s.ledger_transaction_id::text as "ledgerTransaction",
           s.party, s.party_id as "partyId", s.party_name as "partyName",
           s.share_rule_version as "shareRule", s.basis_points as "basisPoints", s.amount::text,
           s.description ->> 'cityNode' as "cityNode", s.description ->> 'framework' as framework,
           s.description ->> 'resource' as resource, s.description ->> 'quantity' as quantity,
           s.description ->> 'term' as term
      from settlement_shares s
     where ${within(bounds)}
       ${page.filter ? sql`and ${page.filter}` : sql``}
       ${page.after ? sql`and (s.effective_at, s.id) > (${page.after.at}::timestamptz, ${page.after.id}::uuid)` : sql``}
     order by s.effective_at, s.id
     limit ${page.limit}`);
  return rows;
}
