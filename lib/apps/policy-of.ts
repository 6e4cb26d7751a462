import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Conn } from '#db/connection.ts';
import type { PolicyInput } from '#protocol/control/policies.ts';

export type NodePolicy = {
  appCode: string;
  cityNodeId: string;
  /** Last version that the node has confirmed. */
  pushed: number;
  policy: PolicyInput;
};

const keyRow = z.object({
  id: z.string(),
  hash: z.string(),
  functions: z.array(z.string()).nullable(),
  expiresAt: z.string().nullable(),
});

/**
 * What the gateway of one city node should enforce for one app, as of the version in the row; null when there is none
 * to enforce yet, or no more. One statement, so that content and version belong together.
 * Expiry is told in the node's time: the test clock's offset is taken off.
 */
export async function policyOf(conn: Conn, appNodeId: string): Promise<NodePolicy | null> {
  const result = await conn.execute<{
    appCode: string;
    cityNodeId: string;
    version: number;
    pushed: number;
    tps: number;
    storageGb: number;
    bandwidthMbps: number;
    suspended: boolean;
    keys: unknown;
  }>(sql`
    select a.app_code as "appCode", n.city_node_id as "cityNodeId", n.policy_version as version, n.policy_pushed as pushed,
           n.tps, n.storage_gb as "storageGb", n.bandwidth_mbps as "bandwidthMbps",
           a.state in ('suspended', 'retired') or o.suspended_at is not null as suspended,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', k.id, 'hash', k.key_hash, 'functions', k.functions,
                      'expiresAt', to_char((k.expires_at - coalesce((select "offset" from test_clock where id = 1), interval '0')) at time zone 'UTC',
                                           'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by k.created_at, k.id)
               from api_keys k where k.app_id = a.id and k.revoked_at is null), '[]'::jsonb) as keys
      from app_nodes n join apps a on a.id = n.app_id join organisations o on o.id = a.org_id
     where n.id = ${appNodeId} and n.state in ('active', 'suspended') and n.policy_version > 0`);
  const [row] = result.rows;
  if (!row) return null;
  const keys = z.array(keyRow).parse(row.keys);
  return {
    appCode: row.appCode,
    cityNodeId: row.cityNodeId,
    pushed: row.pushed,
    policy: {
      version: row.version,
      limits: { tps: row.tps, storageGb: row.storageGb, bandwidthMbps: row.bandwidthMbps },
      keys,
      suspended: row.suspended,
    },
  };
}
