import { and, asc, desc, eq, notInArray } from 'drizzle-orm';
import { db, type Conn } from '#db/connection.ts';
import { nodeEvents } from '#db/schema/apps.ts';
import { cityNodes, frameworks, offerings, providers } from '#db/schema/catalogue.ts';
import { demand } from '#lib/access/demand.ts';
import type { Actor } from '#lib/auth/actor.ts';
import { nodeStatus } from '#protocol/control/status.ts';
import { thumbprint } from '#protocol/edge-signing/keys.ts';
import { countApps, staffFacts, type StaffFacts } from './staff-facts.ts';

export type StaffOffering = {
  id: string;
  wireId: string;
  framework: string;
  frameworkVersion: string;
  kind: 'permissioned' | 'public';
  access: 'deploy' | 'endpoint';
  evidence: 'live' | 'conformance' | 'unverified';
  note: Record<string, string>;
  enabled: boolean;
  /** From the last status; null where the node no longer offers it. */
  now: {
    health: 'up' | 'degraded' | 'down';
    height: number | null;
    peers: number | null;
    dedicatedFromTps: number | null;
  } | null;
};

export type StaffCityNodeRecord = StaffFacts & {
  controlUrl: string;
  gatewayUrl: string;
  /** The pinned key, by the name both sides know it. */
  keyId: string;
  softwareVersion: string;
  startedAt: Date | null;
  createdAt: Date;
  approvedAt: Date | null;
  apps: number;
  offerings: StaffOffering[];
  events: { id: string; kind: string; at: Date; payload: Record<string, unknown> }[];
};

const latestEvents = 50;
/** What apps do all day belongs to their own pages. */
const trafficOfApps = ['transaction.recorded', 'contract.event'] as const;

/** All about one node: what it is, what it offers, what happened there lately. Null when there is none; staff only. */
export async function getCityNodeForStaff(
  actor: Actor,
  slug: string,
  conn: Conn = db(),
): Promise<StaffCityNodeRecord | null> {
  demand(actor, 'portal.read');
  const [found] = await conn
    .select({ node: cityNodes, provider: providers.name })
    .from(cityNodes)
    .innerJoin(providers, eq(providers.id, cityNodes.providerId))
    .where(eq(cityNodes.slug, slug));
  if (!found) return null;
  const { node, provider } = found;
  const said = nodeStatus.safeParse(node.status).data;
  const facts = staffFacts(node, provider);
  const [offered, happened, running] = await Promise.all([
    offeringsOf(conn, node.id, said?.offerings ?? []),
    eventsOf(conn, node.id),
    countApps(conn, [node.id]),
  ]);
  return {
    ...facts,
    controlUrl: node.controlUrl,
    gatewayUrl: node.gatewayUrl,
    keyId: facts.enrolled ? thumbprint(node.publicKey) : '',
    softwareVersion: said?.node.softwareVersion ?? '',
    startedAt: said ? new Date(said.startedAt) : null,
    createdAt: node.createdAt,
    approvedAt: node.approvedAt,
    apps: running.get(node.id) ?? 0,
    offerings: offered,
    events: happened,
  };
}

async function offeringsOf(
  conn: Conn,
  cityNodeId: string,
  said: readonly {
    offering: string;
    health: 'up' | 'degraded' | 'down';
    height: number | null;
    peers: number | null;
    dedicatedFromTps: number | null;
  }[],
): Promise<StaffOffering[]> {
  const rows = await conn
    .select({ offering: offerings, framework: frameworks.name })
    .from(offerings)
    .innerJoin(frameworks, eq(frameworks.id, offerings.frameworkId))
    .where(eq(offerings.cityNodeId, cityNodeId))
    .orderBy(asc(offerings.wireId));
  return rows.map(({ offering, framework }) => {
    const now = said.find((each) => each.offering === offering.wireId);
    return {
      id: offering.id,
      wireId: offering.wireId,
      framework,
      frameworkVersion: offering.frameworkVersion,
      kind: offering.kind,
      access: offering.access,
      evidence: offering.evidence,
      note: offering.note,
      enabled: offering.enabled,
      now: now
        ? { health: now.health, height: now.height, peers: now.peers, dedicatedFromTps: now.dedicatedFromTps }
        : null,
    };
  });
}

async function eventsOf(conn: Conn, cityNodeId: string): Promise<StaffCityNodeRecord['events']> {
  const rows = await conn
    .select({ id: nodeEvents.eventId, kind: nodeEvents.kind, at: nodeEvents.at, payload: nodeEvents.payload })
    .from(nodeEvents)
    .where(and(eq(nodeEvents.cityNodeId, cityNodeId), notInArray(nodeEvents.kind, [...trafficOfApps])))
    .orderBy(desc(nodeEvents.at), desc(nodeEvents.eventId))
    .limit(latestEvents);
  return rows.map((row) => ({ ...row, payload: (row.payload ?? {}) as Record<string, unknown> }));
}
