import { isDeepStrictEqual } from 'node:util';
import { findAppOf } from '#city-node/apps/app-row.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { inTransaction } from '#city-node/db/pool.ts';
import { policy as policySchema, type PolicyReceipt } from '#protocol/control/policies.ts';
import { Refusal } from '../refusal.ts';

/** Puts a policy in force; every copy of the gateway hears of it. The same version again changes nothing, an older one is refused. */
export async function putPolicy(
  node: CityNodeContext,
  portalId: string,
  appCode: string,
  body: unknown,
): Promise<PolicyReceipt> {
  const parsed = policySchema.safeParse(body);
  if (!parsed.success) throw new Refusal('invalid', 'request.invalid', parsed.error.message);
  const policy = parsed.data;
  return inTransaction(node.pool, async (tx) => {
    const locked = await tx.query('select 1 from apps where app_code = $1 and portal_id = $2 for update', [
      appCode,
      portalId,
    ]);
    const app = locked.rowCount === 0 ? null : await findAppOf(tx, portalId, appCode);
    if (!app || app.state === 'retired') throw new Refusal('denied', 'app.unknown', `no app ${appCode}`);
    const inForce = Number(app.policy_version);
    if (policy.version < inForce)
      throw new Refusal('invalid', 'policy.older', `version ${inForce} is in force`);
    if (policy.version === inForce && !isDeepStrictEqual(app.policy, policy))
      throw new Refusal('invalid', 'policy.conflict', `version ${inForce} has other content`);
    if (policy.version > inForce)
      await tx.query('update apps set policy = $2, policy_version = $3 where app_code = $1', [
        appCode,
        JSON.stringify(policy),
        policy.version,
      ]);
    return { appCode, version: policy.version, appliedAt: node.now().toISOString() };
  });
}
