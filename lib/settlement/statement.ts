import { sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { canonicalJson, leafHash } from '#lib/ledger/seal-hash.ts';
import { sealedTransactions } from '#lib/ledger/sealed-transactions.ts';
import { within, type Totals } from './week-totals.ts';
import { statementLines } from './statement-lines.ts';

/** What a statement is about. `number` is null while the week is open. */
export type StatementHeader = {
  week: string;
  zone: string;
  startsAt: string;
  endsAt: string;
  currency: string;
  number: number | null;
};

export type StatementSource = {
  header: StatementHeader;
  bounds: { startsAt: Date; endsAt: Date };
  totals: Totals;
  seals: { first: string | null; last: string | null };
};

/**
 * The content of a week's statement as canonical JSON, piece by piece: header, lines, rules, seals with the hash of each
 * of their ledger transactions, totals, and the ledger transactions of the lines. What is hashed when a week is issued is
 * exactly what is handed out ever after. It names no customer. Never holds more than a batch in memory.
 */
export async function* statementContent(conn: Conn, source: StatementSource): AsyncGenerator<string> {
  yield `{"header":${canonicalJson(source.header)},"lines":[`;
  yield* joined(lineTexts(conn, source));
  yield `],"rules":${canonicalJson(await rulesOf(conn, source))},"seals":[`;
  yield* joined(sealTexts(conn, source));
  yield `],"totals":${canonicalJson(source.totals)},"transactions":[`;
  yield* joined(transactionTexts(conn, source));
  yield ']}';
}

async function* joined(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let first = true;
  for await (const piece of pieces) {
    yield first ? piece : `,${piece}`;
    first = false;
  }
}

async function* lineTexts(conn: Conn, { bounds }: StatementSource): AsyncGenerator<string> {
  for await (const batch of statementLines(conn, bounds)) yield batch.map(canonicalJson).join(',');
}

async function rulesOf(conn: Conn, { bounds }: StatementSource): Promise<unknown[]> {
  const { rows } = await conn.execute<{ rule: unknown }>(sql`
    select json_build_object('version', r.version, 'cityNode', n.slug, 'framework', r.framework_id,
             'effectiveFrom', to_char(r.effective_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
             'portal', r.portal_basis_points, 'provider', r.provider_basis_points,
             'frameworkProvider', r.framework_basis_points, 'operations', r.operations_basis_points) as rule
      from share_rules r left join city_nodes n on n.id = r.city_node_id
     where r.version in (select s.share_rule_version from settlement_shares s where ${within(bounds)})
     order by r.version`);
  return rows.map(({ rule }) => rule);
}

async function* sealTexts(conn: Conn, { seals }: StatementSource): AsyncGenerator<string> {
  if (seals.first === null || seals.last === null) return;
  for (let number = BigInt(seals.first); number <= BigInt(seals.last); number += 1n) {
    const { rows } = await conn.execute<{ previousHash: string; hash: string }>(
      sql`select previous_hash as "previousHash", hash from ledger_seals where number = ${number.toString()}::bigint`,
    );
    const sealed = await sealedTransactions(
      conn,
      sql`t.id in (select transaction_id from ledger_sealed where seal_number = ${number.toString()}::bigint)`,
    );
    yield canonicalJson({ number: number.toString(), ...rows[0], leaves: sealed.map(leafHash) });
  }
}

const batch = 500;

async function* transactionTexts(conn: Conn, { bounds }: StatementSource): AsyncGenerator<string> {
  for (let after = '0'; ;) {
    const { rows } = await conn.execute<{ id: string }>(sql`
      select distinct s.ledger_transaction_id::text as id, s.ledger_transaction_id as ordering
        from settlement_shares s
       where ${within(bounds)} and s.ledger_transaction_id > ${after}::bigint
       order by ordering limit ${batch}`);
    const last = rows.at(-1);
    if (!last) return;
    const ids = sql`${sql.param(rows.map(({ id }) => id))}::bigint[]`;
    const transactions = await sealedTransactions(conn, sql`t.id = any(${ids})`);
    yield transactions.map(canonicalJson).join(',');
    after = last.id;
  }
}
