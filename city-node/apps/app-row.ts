import { firstRow, rows, type Conn } from '#city-node/db/pool.ts';
import { storageBytes } from '#city-node/meter/storage-bytes.ts';
import type {
  AppSummary,
  ContractPackage,
  DeployedContract,
  Placement,
} from '#protocol/control/operations.ts';
import type { Policy } from '#protocol/control/policies.ts';
import type { Limits } from '#protocol/control/primitives.ts';

export interface AppRow {
  app_code: string;
  portal_id: string;
  offering: string;
  framework: string;
  kind: 'permissioned' | 'public';
  access: 'deploy' | 'endpoint';
  state: 'creating' | 'active' | 'retiring' | 'retired';
  suspended: boolean;
  tps: number;
  storage_gb: number;
  bandwidth_mbps: number;
  chain: string | null;
  placement: Placement | null;
  custody_address: string | null;
  policy: Policy | null;
  policy_version: string;
  revision: string;
}

/** Named one by one, so that the server may keep the plan (naming-client.ts). */
const columns = `app_code, portal_id, offering, framework, kind, access, state, suspended, tps, storage_gb, bandwidth_mbps,
  chain, placement, custody_address, policy, policy_version, revision`;

export interface ContractRow {
  app_code: string;
  chain: string;
  name: string;
  version: string;
  address: string;
  transaction_id: string;
  height: string;
  deployed_at: Date;
  current: boolean;
  package: ContractPackage;
}

export const limitsOf = (app: AppRow): Limits => ({
  tps: app.tps,
  storageGb: app.storage_gb,
  bandwidthMbps: app.bandwidth_mbps,
});

/** Another portal's app looks like one that is not there. */
export async function findAppOf(conn: Conn, portalId: string, appCode: string): Promise<AppRow | null> {
  return firstRow<AppRow>(conn, `select ${columns} from apps where app_code = $1 and portal_id = $2`, [
    appCode,
    portalId,
  ]);
}

export async function getApp(conn: Conn, appCode: string, lock: '' | 'for update' = ''): Promise<AppRow> {
  const app = await firstRow<AppRow>(conn, `select ${columns} from apps where app_code = $1 ${lock}`, [
    appCode,
  ]);
  if (!app) throw new Error(`no app ${appCode}`);
  return app;
}

/** The contracts that an app has where it stands now, oldest first. */
export async function contractsOf(
  conn: Conn,
  app: Pick<AppRow, 'app_code' | 'chain'>,
): Promise<ContractRow[]> {
  return rows<ContractRow>(
    conn,
    'select * from contracts where app_code = $1 and chain = $2 order by id limit 500',
    [app.app_code, app.chain],
  );
}

export const deployedContract = (row: ContractRow): DeployedContract => ({
  name: row.name,
  version: row.version,
  address: row.address,
  transactionId: row.transaction_id,
  height: Number(row.height),
  deployedAt: row.deployed_at.toISOString(),
  current: row.current,
});

export async function summaryOf(conn: Conn, app: AppRow): Promise<AppSummary> {
  const contracts = await contractsOf(conn, app);
  const stored = await storageBytes(conn, [app.app_code]);
  return {
    appCode: app.app_code,
    offering: app.offering,
    state: app.state,
    suspended: app.suspended || app.policy?.suspended === true,
    limits: limitsOf(app),
    placement: app.placement,
    custodyAddress: app.custody_address,
    endpoints: {
      evm: app.framework === 'ethereum' ? `/evm/v1/${app.app_code}` : null,
      neutral: app.access === 'deploy' ? `/v1/apps/${app.app_code}` : null,
    },
    contracts: contracts.map(deployedContract),
    policyVersion: Number(app.policy_version),
    storageBytes: stored.get(app.app_code) ?? 0,
  };
}
