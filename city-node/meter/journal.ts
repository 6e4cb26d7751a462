import type { Pool } from 'pg';
import type { MeterKey, Tally } from './tally.ts';

/** Length of the periods of usage batches. */
export const PERIOD_SECONDS = 2;
/** A period is closed this long after its end: by then every copy has flushed what it counted in it. */
const GRACE_SECONDS = 1;
/** Batches become visible in the order of their ids, because they are written under this lock only. */
const FOLD_LOCK = 7_305_212;

const APPEND = `
insert into usage_journal (portal_id, app_code, method, period_start, calls, writes, refused, errors, bytes_in, bytes_out,
  latency_sum_us, latency_samples, storage_bytes)
select portal_id, app_code, method, to_timestamp(floor(extract(epoch from clock_timestamp()) / ${PERIOD_SECONDS}) * ${PERIOD_SECONDS}),
  calls, writes, refused, errors, bytes_in, bytes_out, latency_sum_us, samples::integer[], storage_bytes
from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
  $9::bigint[], $10::bigint[], $11::text[], $12::bigint[])
  as t (portal_id, app_code, method, calls, writes, refused, errors, bytes_in, bytes_out, latency_sum_us, samples, storage_bytes)`;

/** Committed when it resolves. The database's clock says which period it is. */
export async function appendJournal(
  pool: Pool,
  entries: readonly (readonly [MeterKey, Tally])[],
): Promise<void> {
  const column = <T>(of: (key: MeterKey, tally: Tally) => T): T[] =>
    entries.map(([key, tally]) => of(key, tally));
  await pool.query({
    name: 'usage-append',
    text: APPEND,
    values: [
      column((key) => key.portalId),
      column((key) => key.appCode),
      column((key) => key.method),
      column((_, tally) => tally.calls),
      column((_, tally) => tally.writes),
      column((_, tally) => tally.refused),
      column((_, tally) => tally.errors),
      column((_, tally) => Math.round(tally.bytesIn)),
      column((_, tally) => Math.round(tally.bytesOut)),
      column((_, tally) => Math.round(tally.latencySumUs)),
      // Arrays of arrays must be rectangular in PostgreSQL, so each row's samples travel as text.
      column(
        (_, tally) => `{${tally.samples.map((us) => Math.min(2_147_483_647, Math.round(us))).join(',')}}`,
      ),
      column((_, tally) => tally.storageBytes),
    ],
  });
}

const FOLD = `
with closed as (
  delete from usage_journal
  where period_start <= clock_timestamp() - interval '${PERIOD_SECONDS + GRACE_SECONDS} seconds' returning *
), sums as (
  select portal_id, app_code, method, period_start, sum(calls) as calls, sum(writes) as writes, sum(refused) as refused,
    sum(errors) as errors, sum(bytes_in) as bytes_in, sum(bytes_out) as bytes_out,
    sum(latency_sum_us) as latency_sum_us, sum(storage_bytes) as storage_bytes
  from closed group by portal_id, app_code, method, period_start
), tails as (
  select portal_id, app_code, method, period_start, percentile_disc(0.95) within group (order by sample) as p95
  from closed, unnest(latency_samples) as sample group by portal_id, app_code, method, period_start
), stored as (
  insert into usage_storage as s (app_code, bytes)
  select app_code, sum(storage_bytes) from sums where storage_bytes > 0 group by app_code
  on conflict (app_code) do update set bytes = s.bytes + excluded.bytes
)
insert into usage_batches (portal_id, app_code, method, period_start, period_seconds, calls, writes, refused, errors,
  bytes_in, bytes_out, latency_sum_us, latency_p95_us, storage_bytes)
select portal_id, app_code, method, period_start, ${PERIOD_SECONDS}, calls, writes, refused, errors, bytes_in, bytes_out,
  latency_sum_us, p95, storage_bytes
from sums left join tails using (portal_id, app_code, method, period_start)
order by period_start, app_code, method`;

/** Turns closed periods into batches, of this copy and of copies that ended without a word. Any copy may do it any time. */
export async function foldJournal(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [FOLD_LOCK]);
    await client.query({ name: 'usage-fold', text: FOLD });
    await client.query('commit');
    client.release();
  } catch (cause) {
    // The server rolls back when the connection goes.
    client.release(true);
    throw cause;
  }
}
