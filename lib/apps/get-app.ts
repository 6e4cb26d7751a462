import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { db, type Conn } from '#db/connection.ts';
import { appNodes } from '#db/schema/apps.ts';
import { cityNodes, frameworks, offerings, providers } from '#db/schema/catalogue.ts';
import { orders, subscriptions } from '#db/schema/orders.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import type { AppState } from './app-words.ts';
import { endpointsOf, type Endpoints } from './endpoints-of.ts';
import { readOwnApp } from './find-app.ts';
import { knownHeights } from './list-activity.ts';

export type AppNodeRecord = {
  id: string;
  cityNodeId: string;
  slug: string;
  city: Record<string, string>;
  country: string;
  provider: string;
  state: AppState;
  tps: number;
  storageGb: number;
  bandwidthMbps: number;
  frameworkVersion: string;
  kind: 'permissioned' | 'public';
  evidence: 'live' | 'conformance' | 'unverified';
  /** By language; empty when there is nothing to say. */
  note: Record<string, string>;
  placement: 'shared' | 'dedicated' | 'upstream' | null;
  placementReason: { code: string; params: Record<string, string | number | boolean> } | null;
  chainId: string | null;
  custodyAddress: string | null;
  endpoints: Endpoints;
  health: 'unknown' | 'healthy' | 'degraded' | 'unreachable';
  /** Of the chain on which the app stands, by the node's last status; null: not known. */
  height: number | null;
  /** What the height is of: the chain's head as the node told of it last, or, where it told of none, the newest block with something of this app. */
  heightOf: 'chain' | 'app';
  heightAt: Date | null;
  /** The gateway does not enforce the newest policy yet. */
  policyPending: boolean;
};

export type AppRecord = {
  id: string;
  name: string;
  appCode: string;
  frameworkId: string;
  framework: string;
  access: 'deploy' | 'endpoint';
  state: AppState;
  suspendedBy: 'owner' | 'operator' | null;
  suspensionReason: string;
  createdAt: Date;
  retiredAt: Date | null;
  order: { id: string; number: string; state: string; reason: unknown } | null;
  term: { state: string; startsAt: Date | null; endsAt: Date | null } | null;
  nodes: AppNodeRecord[];
};

/** One app of the organisation with its city nodes. Throws `notFound` for another's. */
export async function getApp(actor: Actor, appId: string, conn: Conn = db()): Promise<AppRecord> {
  demand(actor, 'app.read');
  const app = await readOwnApp(conn, actor, appId);
  const [framework] = await conn
    .select({ name: frameworks.name })
    .from(frameworks)
    .where(eq(frameworks.id, app.frameworkId));
  const [bought] = await conn
    .select({
      order: { id: orders.id, number: orders.number, state: orders.state, reason: orders.reason },
      term: {
        state: subscriptions.state,
        startsAt: subscriptions.startsAt,
        endsAt: subscriptions.endsAt,
      },
    })
    .from(orders)
    .leftJoin(subscriptions, eq(subscriptions.orderId, orders.id))
    .where(and(eq(orders.appId, app.id), eq(orders.orgId, actor.orgId)))
    .orderBy(desc(orders.createdAt))
    .limit(1);
  return {
    id: app.id,
    name: app.name,
    appCode: app.appCode,
    frameworkId: app.frameworkId,
    framework: framework?.name ?? app.frameworkId,
    access: app.access,
    state: app.state,
    suspendedBy: app.suspendedBy,
    suspensionReason: app.suspensionReason,
    createdAt: app.createdAt,
    retiredAt: app.retiredAt,
    order: bought?.order ?? null,
    term: bought?.term ?? null,
    nodes: await nodesOf(conn, app),
  };
}

async function nodesOf(conn: Conn, app: { id: string; appCode: string }): Promise<AppNodeRecord[]> {
  const rows = await conn
    .select({ node: appNodes, offering: offerings, cityNode: cityNodes, provider: providers.name })
    .from(appNodes)
    .innerJoin(offerings, eq(offerings.id, appNodes.offeringId))
    .innerJoin(cityNodes, eq(cityNodes.id, appNodes.cityNodeId))
    .innerJoin(providers, eq(providers.id, cityNodes.providerId))
    .where(eq(appNodes.appId, app.id))
    .orderBy(cityNodes.slug);
  const heights = await knownHeights(conn, app.id);
  return rows.map(({ node, offering, cityNode, provider }) => ({
    id: node.id,
    cityNodeId: cityNode.id,
    slug: cityNode.slug,
    city: cityNode.city,
    country: cityNode.country,
    provider,
    state: node.state,
    tps: node.tps,
    storageGb: node.storageGb,
    bandwidthMbps: node.bandwidthMbps,
    frameworkVersion: offering.frameworkVersion,
    kind: offering.kind,
    evidence: offering.evidence,
    note: offering.note,
    placement: node.placement,
    placementReason: placementReason.parse(node.placementReason),
    chainId: node.chainId,
    custodyAddress: node.custodyAddress,
    endpoints: endpointsOf(cityNode.gatewayUrl, app.appCode),
    health: cityNode.health,
    ...heightOf(
      node.placement === 'dedicated'
        ? peerHeight(cityNode.status, app.appCode)
        : headOf(cityNode.status, offering.wireId),
      heights.get(cityNode.id) ?? null,
    ),
    heightAt: cityNode.statusAt,
    policyPending: node.policyPushed < node.policyVersion,
  }));
}

const placementReason = z
  .object({
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  })
  .nullable()
  .catch(null);

const statusHeights = z.object({
  offerings: z.array(z.object({ offering: z.string(), height: z.number().nullable() })),
});
const peerHeights = z.object({
  dedicatedPeers: z.array(z.object({ appCode: z.string(), height: z.number() })),
});

/** The app's own newest block is often news that a node's last report did not have yet: the head is never behind it. */
export function heightOf(
  head: number | null,
  own: number | null,
): Pick<AppNodeRecord, 'height' | 'heightOf'> {
  if (head === null) return { height: own, heightOf: 'app' };
  return { height: Math.max(head, own ?? head), heightOf: 'chain' };
}

function headOf(status: unknown, wireId: string): number | null {
  const { data } = statusHeights.safeParse(status);
  return data?.offerings.find(({ offering }) => offering === wireId)?.height ?? null;
}

function peerHeight(status: unknown, appCode: string): number | null {
  const { data } = peerHeights.safeParse(status);
  return data?.dedicatedPeers.find((peer) => peer.appCode === appCode)?.height ?? null;
}
