import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { demand } from '#lib/access/demand.ts';
import { readOwnApp } from '#lib/apps/find-app.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { portalTimeZone } from '#lib/env/portal-time-zone.ts';

export const readUsageInput = z
  .object({
    appId: z.uuid(),
    by: z.enum(['hour', 'day']).default('hour'),
    /** How many hours or days back from now, the running one included. */
    span: z.coerce.number().int().min(1).max(366).default(24),
  })
  .brand<'ReadUsage'>();

export type UsageRow = {
  /** Index into `buckets`. */
  bucket: number;
  cityNodeId: string;
  method: string;
  calls: number;
  writes: number;
  refused: number;
  errors: number;
  bytesIn: number;
  bytesOut: number;
  /** Sum over calls, in microseconds. */
  latencyUs: number;
};
/** Buckets are the starts of hours in UTC, or of days in the portal's zone, oldest first, without gaps. */
export type Usage = { by: 'hour' | 'day'; zone: string; buckets: string[]; rows: UsageRow[] };

/** What an app did, by hour or day, city node and method: one query over what was folded. Counts fit a double. */
export async function readUsage(
  actor: Actor,
  input: z.output<typeof readUsageInput>,
  conn: Conn = db(),
): Promise<Usage> {
  demand(actor, 'usage.read');
  const app = await readOwnApp(conn, actor, input.appId);
  const zone = input.by === 'day' ? portalTimeZone() : 'UTC';
  const unit = sql.raw(input.by); // one of two words
  const result = await conn.execute<{ at: string | Date; found: boolean } & Omit<UsageRow, 'bucket'>>(sql`
    with bucket as (
      select generate_series(
        date_trunc('${unit}', portal_now() at time zone ${zone}) - ${`${input.span - 1} ${input.by}`}::interval,
        date_trunc('${unit}', portal_now() at time zone ${zone}), '1 ${unit}') as local
    ), used as (
      select date_trunc('${unit}', hour at time zone ${zone}) as local, city_node_id, method,
             sum(calls) as calls, sum(writes) as writes, sum(refused) as refused, sum(errors) as errors,
             sum(bytes_in) as bytes_in, sum(bytes_out) as bytes_out, sum(latency_us_total) as latency
        from usage_hours
       where app_id = ${app.id} and hour >= (select min(local) from bucket) at time zone ${zone}
       group by 1, 2, 3
    )
    select bucket.local at time zone ${zone} as at, used.method is not null as found,
           used.city_node_id as "cityNodeId", used.method, used.calls::float8 as calls, used.writes::float8 as writes,
           used.refused::float8 as refused, used.errors::float8 as errors, used.bytes_in::float8 as "bytesIn",
           used.bytes_out::float8 as "bytesOut", used.latency::float8 as "latencyUs"
      from bucket left join used on used.local = bucket.local
     order by bucket.local, used.city_node_id, used.method`);
  return { by: input.by, zone, ...folded(result.rows) };
}

function folded(found: ({ at: string | Date; found: boolean } & Omit<UsageRow, 'bucket'>)[]) {
  const buckets: string[] = [];
  const rows: UsageRow[] = [];
  for (const { at, found: used, ...row } of found) {
    const instant = new Date(at).toISOString();
    if (buckets.at(-1) !== instant) buckets.push(instant);
    if (used) rows.push({ ...row, bucket: buckets.length - 1 });
  }
  return { buckets, rows };
}
