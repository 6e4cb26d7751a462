import { eq, sql } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { cityNodes, frameworkProviders, frameworks, offerings, providers } from '#db/schema/catalogue.ts';
import type { Locale } from '#lib/i18n/locale.ts';

export type Health = (typeof cityNodes.health.enumValues)[number];
export type OfferingView = {
  id: string;
  frameworkId: string;
  framework: string;
  frameworkProvider: string;
  version: string;
  kind: 'permissioned' | 'public';
  access: 'deploy' | 'endpoint';
  evidence: 'live' | 'conformance' | 'unverified';
  /** Said on screen, by language; may be empty. */
  note: Partial<Record<Locale, string>>;
};
export type Capacity = { total: number; free: number };

/** What anyone may know of a city node. Neither its control address nor its keys. */
export type CityNodeView = {
  id: string;
  slug: string;
  city: Record<string, string>;
  country: string;
  latitude: number;
  longitude: number;
  provider: { slug: string; name: string; country: string; website: string };
  state: 'active' | 'paused';
  health: Health;
  /** When the node last answered for itself. */
  statusAt: Date | null;
  capacity: { tps: Capacity; storageGb: Capacity; bandwidthMbps: Capacity };
  offerings: OfferingView[];
};

/** The offerings of one node, gathered in the same query: no query a row. */
const offeringsOfNode = sql<OfferingView[]>`coalesce((
  select jsonb_agg(jsonb_build_object(
           'id', ${offerings.id}, 'frameworkId', ${frameworks.id}, 'framework', ${frameworks.name},
           'frameworkProvider', ${frameworkProviders.name}, 'version', ${offerings.frameworkVersion},
           'kind', ${offerings.kind}, 'access', ${offerings.access}, 'evidence', ${offerings.evidence},
           'note', ${offerings.note}) order by ${offerings.kind}, ${frameworks.name}, ${offerings.frameworkVersion})
    from ${offerings}
    join ${frameworks} on ${frameworks.id} = ${offerings.frameworkId}
    join ${frameworkProviders} on ${frameworkProviders.id} = ${offerings.frameworkProviderId}
   where ${offerings.cityNodeId} = ${cityNodes.id} and ${offerings.enabled}), '[]'::jsonb)`;

/** The one query that every public reading of city nodes starts from. */
export function selectCityNodes(conn: Conn) {
  return conn
    .select({
      id: cityNodes.id,
      slug: cityNodes.slug,
      city: cityNodes.city,
      country: cityNodes.country,
      latitude: cityNodes.latitude,
      longitude: cityNodes.longitude,
      provider: {
        slug: providers.slug,
        name: providers.name,
        country: providers.country,
        website: providers.website,
      },
      state: sql<'active' | 'paused'>`${cityNodes.state}`,
      health: cityNodes.health,
      statusAt: cityNodes.statusAt,
      tpsTotal: cityNodes.tpsTotal,
      tpsFree: cityNodes.tpsFree,
      storageGbTotal: cityNodes.storageGbTotal,
      storageGbFree: cityNodes.storageGbFree,
      bandwidthMbpsTotal: cityNodes.bandwidthMbpsTotal,
      bandwidthMbpsFree: cityNodes.bandwidthMbpsFree,
      offerings: offeringsOfNode,
    })
    .from(cityNodes)
    .innerJoin(providers, eq(providers.id, cityNodes.providerId));
}

type Selected = Awaited<ReturnType<typeof selectCityNodes>>[number];

export function cityNodeView(row: Selected): CityNodeView {
  const { tpsTotal, tpsFree, storageGbTotal, storageGbFree, bandwidthMbpsTotal, bandwidthMbpsFree, ...rest } =
    row;
  return {
    ...rest,
    capacity: {
      tps: { total: tpsTotal, free: tpsFree },
      storageGb: { total: storageGbTotal, free: storageGbFree },
      bandwidthMbps: { total: bandwidthMbpsTotal, free: bandwidthMbpsFree },
    },
  };
}
