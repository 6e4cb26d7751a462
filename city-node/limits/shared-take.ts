import type { Pool } from 'pg';
import { COPIES_LOCK } from './copies.ts';

export interface Ask {
  appCode: string;
  resource: 'tps' | 'bandwidth';
  rate: number;
  wanted: number;
}

export interface Given {
  granted: number;
  /** Tokens used up after this. */
  used: number;
}

/**
 * Takes from the buckets that all copies share, in one statement. TPS is granted in whole tokens as far as they go;
 * bandwidth is charged in full, into debt. The database's clock counts. Rows are locked in one order.
 */
const TAKE = `
with asked as (
  select * from unnest($1::text[], $2::text[], $3::float8[], $4::float8[]) as a (app_code, resource, rate, wanted)
), locked as (
  select b.app_code, b.resource, b.used, b.as_of, a.rate, a.wanted
  from gateway_budgets b join asked a using (app_code, resource)
  order by b.app_code, b.resource for update of b
), settled as (
  select *, greatest(0, used - rate * extract(epoch from now - as_of)) as still_used
  from (select *, clock_timestamp() as now from locked) l
), judged as (
  select *, case when resource = 'tps' then least(wanted, greatest(0, floor(rate - still_used + 1e-6))) else wanted end as granted
  from settled
)
update gateway_budgets b set used = j.still_used + j.granted, as_of = greatest(j.now, j.as_of), rate = j.rate
from judged j where b.app_code = j.app_code and b.resource = j.resource
returning b.app_code, b.resource, j.granted, b.used`;

const ENSURE = `
insert into gateway_budgets as b (app_code, resource, rate, used, as_of)
select a.app_code, a.resource, a.rate, a.used, clock_timestamp()
from unnest($1::text[], $2::text[], $3::float8[], $4::float8[]) as a (app_code, resource, rate, used)
where $5::boolean or not exists (
  select 1 from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database()
  where l.locktype = 'advisory' and l.classid = 0 and l.objid = ${COPIES_LOCK} and l.mode = 'ExclusiveLock' and l.granted
)
order by a.app_code, a.resource
on conflict (app_code, resource) do update set as_of = excluded.as_of,
  used = greatest(excluded.used, b.used - b.rate * extract(epoch from excluded.as_of - b.as_of))`;

export async function takeShared(pool: Pool, asks: readonly Ask[]): Promise<Map<string, Given>> {
  const { rows } = await pool.query<{ app_code: string; resource: string; granted: number; used: number }>({
    name: 'gateway-take',
    text: TAKE,
    values: [
      asks.map((ask) => ask.appCode),
      asks.map((ask) => ask.resource),
      asks.map((ask) => ask.rate),
      asks.map((ask) => ask.wanted),
    ],
  });
  return new Map(
    rows.map((row) => [`${row.resource} ${row.app_code}`, { granted: row.granted, used: row.used }]),
  );
}

export interface BucketState {
  appCode: string;
  resource: Ask['resource'];
  rate: number;
  used: number;
}

/**
 * Makes the buckets that are missing; those that are there keep the fuller use of the two. A copy that may have lost its
 * lock without hearing of it (`sure` false) makes none while another is alone and grants from its memory.
 */
export async function giveShared(pool: Pool, buckets: readonly BucketState[], sure: boolean): Promise<void> {
  await pool.query(ENSURE, [
    buckets.map((bucket) => bucket.appCode),
    buckets.map((bucket) => bucket.resource),
    buckets.map((bucket) => bucket.rate),
    buckets.map((bucket) => bucket.used),
    sure,
  ]);
}

/** Use of all shared buckets as of now, and empties the table: whoever calls this is alone. */
export async function takeBack(pool: Pool): Promise<BucketState[]> {
  const { rows } = await pool.query<{
    app_code: string;
    resource: Ask['resource'];
    rate: number;
    used: number;
  }>(
    `delete from gateway_budgets returning app_code, resource, rate,
     greatest(0, used - rate * extract(epoch from clock_timestamp() - as_of))::float8 as used`,
  );
  return rows.map(({ app_code, resource, rate, used }) => ({ appCode: app_code, resource, rate, used }));
}
