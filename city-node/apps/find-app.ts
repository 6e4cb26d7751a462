import type { CityNodeContext } from '#city-node/context.ts';
import { firstRow, rows } from '#city-node/db/pool.ts';
import { storageBytes } from '#city-node/meter/storage-bytes.ts';
import type { GatewayApp } from '#city-node/gateway/deps.ts';
import type { Policy } from '#protocol/control/policies.ts';
import { contractsOf, limitsOf, type AppRow } from './app-row.ts';

/** An app as the gateway sees it, fresh from the database. Its policy's limits are never above what it holds. */
export async function findApp(node: CityNodeContext, appCode: string): Promise<GatewayApp | null> {
  const app = await firstRow<
    AppRow & { port: number | null; chain_number: string | null; chain_health: string | null }
  >(
    node.pool,
    `select a.*, c.port, c.chain_id as chain_number, c.health as chain_health
     from apps as a left join chains as c on c.id = a.chain where a.app_code = $1`,
    [appCode],
  );
  if (!app) return null;
  const contracts = await contractsOf(node.pool, app);
  const stored = await storageBytes(node.pool, [appCode]);
  return {
    appCode: app.app_code,
    portalId: app.portal_id,
    framework: app.framework,
    kind: app.kind,
    access: app.access,
    state: app.state,
    suspended: app.suspended || app.policy?.suspended === true,
    policy: app.policy && capped(app.policy, app),
    // A chain that is still getting back what it forgot takes no calls.
    upstream:
      app.port === null || app.chain_health !== 'up' ? null : node.drivers.urlsOf(app.framework, app.port),
    chainId: app.chain_number === null ? null : Number(app.chain_number),
    custodyAddress: app.custody_address,
    contracts: contracts.map((contract) => ({
      name: contract.name,
      version: contract.version,
      address: contract.address,
      current: contract.current,
      abi: contract.package.abi,
    })),
    storageBytes: stored.get(appCode) ?? 0,
  };
}

function capped(policy: Policy, app: AppRow): Policy {
  const held = limitsOf(app);
  return {
    ...policy,
    limits: {
      tps: Math.min(policy.limits.tps, held.tps),
      storageGb: Math.min(policy.limits.storageGb, held.storageGb),
      bandwidthMbps: Math.min(policy.limits.bandwidthMbps, held.bandwidthMbps),
    },
  };
}

/** One short text an app that changes with anything the gateway must know. */
export async function appVersions(
  node: CityNodeContext,
  appCodes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ app_code: string; revision: string }>(
    node.pool,
    'select app_code, revision from apps where app_code = any($1)',
    [appCodes],
  );
  return new Map(found.map((row) => [row.app_code, row.revision]));
}
