import { sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { partyOrder, type Party } from './parties.ts';

/** Minor units as decimal strings: this is what an issued settlement keeps. */
export type Totals = {
  currency: string;
  /** Paid in the week, with tax. */
  collected: string;
  refunds: string;
  /** Of what was paid, less that of what was refunded. */
  tax: string;
  /** collected − refunds − tax: what the parties share. */
  net: string;
  /** Shares, each one line of the export. */
  lines: number;
  /** Orders paid in the week. */
  orders: number;
  parties: { party: Party; partyId: string; name: string; lines: number; amount: string }[];
};

type Bounds = { startsAt: Date; endsAt: Date };

export const within = ({ startsAt, endsAt }: Bounds) =>
  sql`s.effective_at >= ${startsAt.toISOString()}::timestamptz and s.effective_at < ${endsAt.toISOString()}::timestamptz`;

/** Adds up the shares of a span of time. */
export async function addUp(conn: Conn, bounds: Bounds, currency: string): Promise<Totals> {
  const { rows } = await conn.execute<{
    party: Party;
    party_id: string;
    name: string;
    lines: number;
    paid: string;
    refunded: string;
  }>(sql`
    select s.party, s.party_id, (array_agg(s.party_name order by s.effective_at desc, s.id desc))[1] as name,
           count(*)::int as lines,
           coalesce(sum(s.amount) filter (where s.event = 'payment'), 0)::text as paid,
           (-coalesce(sum(s.amount) filter (where s.event = 'refund'), 0))::text as refunded
      from settlement_shares s
     where ${within(bounds)} and s.currency = ${currency}
     group by s.party, s.party_id`);
  const total = (of: (row: (typeof rows)[number]) => bigint) =>
    rows.reduce((sum, row) => sum + of(row), 0n).toString();
  const amountOf = (row: (typeof rows)[number]) => BigInt(row.paid) - BigInt(row.refunded);
  const ofParty = (party: Party, place: (typeof rows)[number]) =>
    place.party === party ? amountOf(place) : 0n;
  const collected = total((row) => BigInt(row.paid));
  const refunds = total((row) => BigInt(row.refunded));
  const tax = total((row) => ofParty('tax', row));
  return {
    currency,
    collected,
    refunds,
    tax,
    net: (BigInt(collected) - BigInt(refunds) - BigInt(tax)).toString(),
    lines: rows.reduce((sum, row) => sum + row.lines, 0),
    orders: await countOrders(conn, bounds, currency),
    parties: rows
      .map((row) => ({
        party: row.party,
        partyId: row.party_id,
        name: row.name,
        lines: row.lines,
        amount: amountOf(row).toString(),
      }))
      .sort(
        (a, b) =>
          partyOrder.indexOf(a.party) - partyOrder.indexOf(b.party) || (nameKey(a) < nameKey(b) ? -1 : 1),
      ),
  };
}

const nameKey = ({ name, partyId }: { name: string; partyId: string }) => `${name}\n${partyId}`;

async function countOrders(conn: Conn, bounds: Bounds, currency: string): Promise<number> {
  const { rows } = await conn.execute<{ count: number }>(sql`
    select count(distinct s.source_id)::int as count
      from settlement_shares s where ${within(bounds)} and s.currency = ${currency} and s.event = 'payment'`);
  return rows[0]?.count ?? 0;
}

export type LedgerComparison = {
  /** Shares and postings agree account by account, and no sale or refund of the week is without its shares. */
  equal: boolean;
  firstSeal: string | null;
  lastSeal: string | null;
  /** Ledger transactions of the week that lie in no seal yet. */
  unsealed: number;
};

/** Compares a week's shares with the ledger's own postings, and names the seals that hold them. */
export async function compareWithLedger(conn: Conn, bounds: Bounds): Promise<LedgerComparison> {
  const { rows } = await conn.execute<{
    differing: number;
    orphans: number;
    unsealed: number;
    first_seal: string | null;
    last_seal: string | null;
  }>(sql`
    with shares as (
      select s.ledger_transaction_id as id, s.amount, s.currency,
             case s.party when 'portal' then 'revenue:portal' when 'tax' then 'payable:tax'
               when 'operations' then 'payable:operations' else 'payable:' || s.party || ':' || s.party_id end as account
        from settlement_shares s where ${within(bounds)}
    ), booked as (select distinct id from shares
    ), by_share as (select account, currency, sum(amount) as amount from shares group by account, currency
    ), by_posting as (
      select p.account_id as account, p.currency, -sum(p.amount) as amount
        from ledger_postings p join booked on booked.id = p.transaction_id
       where p.account_id like 'payable:%' or p.account_id = 'revenue:portal'
       group by p.account_id, p.currency
    )
    select (select count(*)::int from by_share full join by_posting using (account, currency)
             where coalesce(by_share.amount, 0) <> coalesce(by_posting.amount, 0)) as differing,
           (select count(*)::int from ledger_transactions t
             where t.kind in ('sale', 'refund')
               and t.effective_at >= ${bounds.startsAt.toISOString()}::timestamptz
               and t.effective_at < ${bounds.endsAt.toISOString()}::timestamptz
               and exists (select from ledger_postings p where p.transaction_id = t.id)
               and not exists (select from settlement_shares s where s.ledger_transaction_id = t.id)) as orphans,
           (select count(*)::int from booked where not exists (select from ledger_sealed l where l.transaction_id = booked.id)) as unsealed,
           (select min(l.seal_number)::text from booked join ledger_sealed l on l.transaction_id = booked.id) as first_seal,
           (select max(l.seal_number)::text from booked join ledger_sealed l on l.transaction_id = booked.id) as last_seal`);
  const [row] = rows;
  if (!row) throw new Error('the comparison gave no row');
  return {
    equal: row.differing === 0 && row.orphans === 0,
    firstSeal: row.first_seal,
    lastSeal: row.last_seal,
    unsealed: row.unsealed,
  };
}
