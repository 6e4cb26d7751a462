import { and, eq } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { cityNodes, offerings } from '#db/schema/catalogue.ts';
import { shareRules } from '#db/schema/pricing.ts';
import { announcedKey } from '#lib/city-nodes/city-node-row.ts';
import { cityNames } from '#lib/city-nodes/city-names.ts';
import { knownFramework } from '#lib/city-nodes/known-frameworks.ts';
import { demoId } from '../demo-id.ts';
import { demoNodes } from '../demo-nodes.ts';
import { demoProviders } from '../market.ts';
import { demoUser } from '../people.ts';

/** Where something was sold. */
export type Place = {
  cityNodeId: string;
  country: string;
  offeringId: string;
  frameworkId: string;
  providerId: string;
  frameworkProviderId: string;
  names: Record<string, string>;
};
export type Places = { hangzhou: Place; singapore: Place; frankfurt: Place };

type Site = {
  slug: string;
  city: string;
  country: string;
  latitude: number;
  longitude: number;
  provider: string;
};

const frankfurt: Site = {
  slug: 'frankfurt',
  city: 'Frankfurt',
  country: 'DE',
  latitude: 50.11,
  longitude: 8.68,
  provider: 'Rhine Data GmbH',
};

/**
 * The three city nodes of the demo's past. Two of them run: where enrolment has not reached one yet, its record waits for
 * it under its name. Frankfurt is retired and has history only.
 */
export async function layPlaces(conn: Conn, since: Date): Promise<Places> {
  const at = async (slug: string): Promise<Place> => {
    const site = demoNodes.find((node) => node.slug === slug);
    if (!site) throw new Error(`the demo has no city node ${slug}`);
    return place(conn, site, 'ethereum', '1.0', since);
  };
  return {
    hangzhou: await at('hangzhou'),
    singapore: await at('singapore'),
    frankfurt: await place(conn, frankfurt, 'fabric', '2.5', since),
  };
}

async function place(
  conn: Conn,
  site: Site,
  frameworkId: string,
  version: string,
  since: Date,
): Promise<Place> {
  const provider = demoProviders.find(({ name }) => name === site.provider);
  if (!provider) throw new Error(`the demo has no provider ${site.provider}`);
  const retired = site === frankfurt;
  await conn
    .insert(cityNodes)
    .values({
      id: demoId(`cityNode:${site.slug}`),
      slug: site.slug,
      city: cityNames(site.city),
      country: site.country,
      latitude: site.latitude,
      longitude: site.longitude,
      providerId: provider.id,
      controlUrl: '',
      gatewayUrl: '',
      publicKey: announcedKey(site.slug),
      state: retired ? 'retired' : 'enrolled',
      enrolledBy: demoUser('operator'),
      approvedBy: retired ? demoUser('approver') : null,
      createdAt: since,
    })
    .onConflictDoNothing({ target: cityNodes.slug });
  const [node] = await conn.select().from(cityNodes).where(eq(cityNodes.slug, site.slug));
  if (!node) throw new Error(`city node ${site.slug} was not laid`);
  const framework = knownFramework(frameworkId);
  await conn
    .insert(offerings)
    .values({
      id: demoId(`offering:${site.slug}`),
      cityNodeId: node.id,
      frameworkId,
      frameworkVersion: version,
      frameworkProviderId: demoId(`frameworkProvider:${framework.provider.slug}`),
      wireId: frameworkId,
      kind: 'permissioned',
      access: 'deploy',
      evidence: retired ? 'unverified' : 'live',
      enabled: !retired,
      note: retired ? { en: 'No longer offered.', zh: '已停止提供。' } : {},
      createdAt: since,
    })
    .onConflictDoNothing({ target: [offerings.cityNodeId, offerings.wireId] });
  const [offering] = await conn
    .select()
    .from(offerings)
    .where(and(eq(offerings.cityNodeId, node.id), eq(offerings.wireId, frameworkId)));
  if (!offering) throw new Error(`city node ${site.slug} offers no ${frameworkId}`);
  return {
    cityNodeId: node.id,
    country: node.country,
    offeringId: offering.id,
    frameworkId,
    providerId: node.providerId,
    frameworkProviderId: offering.frameworkProviderId,
    names: {
      cityNode: node.city.en ?? site.city,
      cityNodeZh: node.city.zh ?? site.city,
      framework: framework.name,
      frameworkVersion: offering.frameworkVersion,
      kind: offering.kind,
      provider: provider.name,
      frameworkProvider: framework.provider.name,
    },
  };
}

/** Half way through the past a rule of Hangzhou's own came into force, so that sheets show two. */
export async function layNodeRule(conn: Conn, hangzhou: Place, effectiveFrom: Date): Promise<void> {
  await conn
    .insert(shareRules)
    .values({
      id: demoId('shareRule:2'),
      version: 2,
      effectiveFrom,
      cityNodeId: hangzhou.cityNodeId,
      portalBasisPoints: 1800,
      providerBasisPoints: 7800,
      frameworkBasisPoints: 1600,
      operationsBasisPoints: 600,
      state: 'approved',
      proposedBy: demoUser('operator'),
      decidedBy: demoUser('approver'),
      createdAt: effectiveFrom,
      decidedAt: effectiveFrom,
    })
    .onConflictDoNothing();
}
