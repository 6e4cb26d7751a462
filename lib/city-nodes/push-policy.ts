import { eq, sql } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { appNodes } from '#db/schema/apps.ts';
import { policyOf, type NodePolicy } from '#lib/apps/policy-of.ts';
import { withinTimeout, type CityNodes } from './nodes.ts';

/**
 * Body of the job `pushPolicy`: brings the policy of an app at one node to the version in the row, and goes on while
 * newer ones come in. Throws when the node gave no clear answer, so that the job tries again and is seen.
 */
export async function pushPolicy(appNodeId: string, nodes: CityNodes, conn: Conn = db()): Promise<void> {
  for (;;) {
    const given = await policyOf(conn, appNodeId);
    if (!given || given.policy.version <= given.pushed) return;
    await push(given, nodes);
    const behind = await confirm(conn, appNodeId, given.policy.version);
    if (!behind) return;
  }
}

async function push({ appCode, cityNodeId, policy }: NodePolicy, nodes: CityNodes): Promise<void> {
  const node = await nodes(cityNodeId);
  const outcome = await node.putPolicy(appCode, policy, withinTimeout());
  if (outcome.kind === 'done') return;
  // The node is further on already: another copy of this job was quicker with a newer version.
  if (outcome.kind === 'rejected' && outcome.code === 'policy.older') return;
  const why = outcome.kind === 'rejected' ? `${outcome.code}: ${outcome.detail}` : outcome.kind;
  throw new Error(`policy ${policy.version} of ${appCode} was not taken by its city node (${why})`);
}

/** Whether a newer version has come in meanwhile. */
async function confirm(conn: Conn, appNodeId: string, version: number): Promise<boolean> {
  const [row] = await conn
    .update(appNodes)
    .set({ policyPushed: sql`greatest(${appNodes.policyPushed}, ${version}::int)` })
    .where(eq(appNodes.id, appNodeId))
    .returning({ behind: sql<boolean>`${appNodes.policyVersion} > ${appNodes.policyPushed}` });
  return row?.behind === true;
}
