import { sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { leafHash, noHash, sealHash } from './seal-hash.ts';
import { sealedTransactions } from './sealed-transactions.ts';

const batch = 500;

/**
 * Seals every ledger transaction that has been committed and lies in no seal yet, a batch a seal, into the hash chain.
 * Writers never wait for it; two sealers take turns. With nothing to seal it does nothing.
 */
export async function sealLedger(conn: Conn = db()): Promise<{ seals: number; transactions: number }> {
  const made = { seals: 0, transactions: 0 };
  for (;;) {
    const sealed = await conn.transaction(sealBatch);
    if (sealed > 0) made.seals += 1;
    made.transactions += sealed;
    if (sealed < batch) return made;
  }
}

async function sealBatch(tx: Conn): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(726392)`);
  const last = await lastSeal(tx);
  const found = await unsealed(tx, last.horizon);
  if (found.ids.length === 0) return 0;
  const ids = sql`${sql.param(found.ids)}::bigint[]`;
  const transactions = await sealedTransactions(tx, sql`t.id = any(${ids})`);
  const number = last.number + 1n;
  const hash = sealHash(number, last.hash, transactions.map(leafHash));
  const horizon = found.ids.length < batch ? found.horizon : last.horizon;
  await tx.execute(sql`
    with seal as (
      insert into ledger_seals (number, previous_hash, hash, transactions, horizon)
      values (${number}::bigint, ${last.hash}, ${hash}, ${found.ids.length}::bigint, ${horizon}::bigint)
    )
    insert into ledger_sealed (transaction_id, seal_number) select unnest(${ids}), ${number}::bigint`);
  return found.ids.length;
}

type LastSeal = { number: bigint; hash: string; horizon: bigint };

async function lastSeal(tx: Conn): Promise<LastSeal> {
  const { rows } = await tx.execute<{ number: string; hash: string; horizon: string }>(
    // By the column, not by the text beside it, where '9' would come after '10'.
    sql`select s.number::text, s.hash, s.horizon::text from ledger_seals s order by s.number desc limit 1`,
  );
  const [row] = rows;
  return row
    ? { number: BigInt(row.number), hash: row.hash, horizon: BigInt(row.horizon) }
    : { number: 0n, hash: noHash, horizon: 0n };
}

/**
 * The oldest committed rows without a seal. Rows below the last seal's horizon all have one, so only what came after is
 * looked at; a horizon from the future means a database restored elsewhere, whose ids began anew: then all is looked at.
 */
async function unsealed(tx: Conn, from: bigint): Promise<{ ids: string[]; horizon: bigint }> {
  const { rows } = await tx.execute<{ id: string; horizon: string }>(sql`
    with now as materialized (
      select pg_snapshot_xmin(snapshot)::text::bigint as horizon, pg_snapshot_xmax(snapshot)::text::bigint as next
        from pg_current_snapshot() as snapshot
    )
    select t.id::text, now.horizon::text
      from now, ledger_transactions t
     where (t.written_by >= ${from.toString()}::bigint or ${from.toString()}::bigint > now.next)
       and not exists (select from ledger_sealed s where s.transaction_id = t.id)
     order by t.id
     limit ${batch}`);
  return { ids: rows.map(({ id }) => id), horizon: BigInt(rows[0]?.horizon ?? '0') };
}
