import { readCapacity } from '#city-node/capacity/capacity.ts';
import type { ChainRow } from '#city-node/chains/chain-row.ts';
import type { CityNodeContext } from '#city-node/context.ts';
import { firstRow, rows } from '#city-node/db/pool.ts';
import { chainIdOf, type Offering } from '#city-node/offerings.ts';
import type { DedicatedPeer, NodeStatus, OfferingStatus } from '#protocol/control/status.ts';
import { nodeIdentity } from '../node-identity.ts';

const chainMs = 1_500;

/** What the node offers and how it is; counts of apps and operations are the asking portal's own. */
export async function readStatus(node: CityNodeContext, portalId: string): Promise<NodeStatus> {
  const now = node.now();
  const [capacity, counts, peers, open] = await Promise.all([
    readCapacity(node.pool, node.env, now),
    firstRow<{ active: string; dedicated: string }>(
      node.pool,
      `select count(*) filter (where state = 'active') as active,
         count(*) filter (where state = 'active' and placement ->> 'kind' = 'dedicated') as dedicated
       from apps where portal_id = $1`,
      [portalId],
    ),
    dedicatedPeers(node, portalId),
    firstRow<{ count: string }>(
      node.pool,
      `select count(*) from operations where portal_id = $1 and state in ('accepted', 'running')`,
      [portalId],
    ),
  ]);
  const offerings = await Promise.all(node.offerings.map((offering) => offeringStatus(node, offering)));
  const up = offerings.filter(({ health }) => health === 'up').length;
  return {
    node: nodeIdentity(node),
    observedAt: now.toISOString(),
    startedAt: node.startedAt.toISOString(),
    health: up === offerings.length ? 'up' : up === 0 ? 'down' : 'degraded',
    capacity,
    offerings,
    apps: { active: Number(counts?.active ?? 0), dedicated: Number(counts?.dedicated ?? 0) },
    dedicatedPeers: peers,
    operationsOpen: Number(open?.count ?? 0),
  };
}

/** The watcher writes heights as it reads blocks, four times a second: no chain is asked for them. */
async function dedicatedPeers(node: CityNodeContext, portalId: string): Promise<DedicatedPeer[]> {
  const found = await rows<Pick<ChainRow, 'chain_id' | 'health' | 'height'> & { app_code: string }>(
    node.pool,
    `select a.app_code, c.chain_id, c.health, c.height from apps as a join chains as c on c.id = a.chain
     where a.portal_id = $1 and a.state in ('active', 'retiring') and c.kind = 'dedicated' and c.removed_at is null
     order by a.created_at, a.app_code limit 1000`,
    [portalId],
  );
  return found.map((row) => ({
    appCode: row.app_code,
    chainId: Number(row.chain_id),
    health: row.health,
    height: Number(row.height),
  }));
}

async function offeringStatus(node: CityNodeContext, offering: Offering): Promise<OfferingStatus> {
  const driver = await node.drivers.of(offering.chain);
  const health = await driver?.health({ signal: AbortSignal.timeout(chainMs) });
  const [chain] = await rows<ChainRow>(node.pool, 'select * from chains where id = $1', [offering.chain]);
  const alive = health?.kind === 'done' ? health.value : null;
  return {
    offering: offering.id,
    framework: offering.framework,
    frameworkVersion: (alive?.version ?? '').slice(0, 64) || 'unknown',
    kind: offering.kind,
    access: offering.access,
    evidence: driver?.evidence ?? 'live',
    health: alive ? 'up' : 'down',
    chainId: chainIdOf(node.key.id, offering.chain),
    height: alive?.height ?? Number(chain?.height ?? 0),
    peers: alive?.peers ?? null,
    dedicatedFromTps: offering.dedicatedFromTps,
    demo: offering.demo,
  };
}
