import type { Pool } from 'pg';
import { notePosition } from '#city-node/retention/portal-positions.ts';
import { pageQuery, type PageQuery, type UsageBatch, type UsagePage } from '#protocol/control/usage.ts';

interface Row {
  id: string;
  app_code: string;
  method: string;
  period_start: Date;
  period_seconds: number;
  calls: string;
  writes: string;
  refused: string;
  errors: string;
  bytes_in: string;
  bytes_out: string;
  latency_sum_us: string;
  latency_p95_us: string | null;
  storage_bytes: string;
}

/**
 * A portal's own batches behind a position, in the order in which they were written. The same position gives the same
 * batches as long as they are kept. Throws on a position that no page gave.
 */
export async function readUsage(pool: Pool, portalId: string, query: PageQuery): Promise<UsagePage> {
  const { after, limit } = pageQuery.parse(query);
  if (!/^\d{0,18}$/.test(after)) throw new RangeError('no such position');
  const position = after === '' ? '0' : after;
  const lost = await notePosition(pool, portalId, 'usage', position);
  const { rows } = await pool.query<Row>(
    `select id, app_code, method, period_start, period_seconds, calls, writes, refused, errors, bytes_in, bytes_out,
       latency_sum_us, latency_p95_us, storage_bytes
     from usage_batches where portal_id = $1 and id > $2 order by id limit $3`,
    [portalId, position, limit + 1],
  );
  const given = rows.slice(0, limit);
  return {
    batches: given.map(batchOf),
    next: given.at(-1)?.id ?? lost?.through ?? after,
    more: rows.length > limit,
    ...(lost ? { lost } : {}),
    observedAt: new Date().toISOString(),
  };
}

function batchOf(row: Row): UsageBatch {
  return {
    id: row.id,
    appCode: row.app_code,
    method: row.method,
    periodStart: row.period_start.toISOString(),
    periodSeconds: row.period_seconds,
    calls: Number(row.calls),
    writes: Number(row.writes),
    refused: Number(row.refused),
    errors: Number(row.errors),
    bytesIn: Number(row.bytes_in),
    bytesOut: Number(row.bytes_out),
    latencySumUs: Number(row.latency_sum_us),
    latencyP95Us: row.latency_p95_us === null ? null : Number(row.latency_p95_us),
    storageBytes: Number(row.storage_bytes),
  };
}
