import type { Conn } from '#db/connection.ts';
import { cityNodes, frameworkProviders, frameworks, offerings, providers } from '#db/schema/catalogue.ts';
import { priceBooks, shareRules } from '#db/schema/pricing.ts';
import { newId } from '#lib/ids/new-id.ts';

/** What a sale needs to exist: two city nodes of two providers, an offering on each, a price book, a share rule. */
export type Market = {
  priceBookId: string;
  places: {
    cityNodeId: string;
    offeringId: string;
    providerId: string;
    frameworkProviderId: string;
    frameworkId: string;
  }[];
};

let versions = 0;

export async function demoMarket(conn: Conn): Promise<Market> {
  const frameworkProviderId = newId();
  const frameworkId = `framework-${newId().slice(0, 8)}`;
  await conn
    .insert(frameworkProviders)
    .values({ id: frameworkProviderId, slug: newId(), name: 'Framework maker', country: 'CH' });
  await conn
    .insert(frameworks)
    .values({ id: frameworkId, name: 'Ethereum', summary: { en: 'A chain', zh: '链' } });
  const places = [];
  for (const name of ['Hangzhou', 'Singapore']) {
    const place = {
      cityNodeId: newId(),
      offeringId: newId(),
      providerId: newId(),
      frameworkProviderId,
      frameworkId,
    };
    await conn
      .insert(providers)
      .values({ id: place.providerId, slug: newId(), name: `${name} Cloud`, country: 'SG' });
    await conn.insert(cityNodes).values({
      id: place.cityNodeId,
      slug: `${name.toLowerCase()}-${place.cityNodeId.slice(0, 8)}`,
      city: { en: name, zh: name },
      country: 'SG',
      latitude: 1,
      longitude: 1,
      providerId: place.providerId,
      controlUrl: 'http://127.0.0.1:1',
      gatewayUrl: 'http://127.0.0.1:1',
      publicKey: newId(),
      state: 'active',
      enrolledBy: 'test',
    });
    await conn.insert(offerings).values({
      id: place.offeringId,
      cityNodeId: place.cityNodeId,
      frameworkId,
      frameworkVersion: '1',
      frameworkProviderId,
      wireId: 'ethereum',
      kind: 'permissioned',
      access: 'deploy',
      evidence: 'live',
    });
    places.push(place);
  }
  const priceBookId = newId();
  versions += 1;
  await conn.insert(priceBooks).values({
    id: priceBookId,
    version: 1_000 + versions,
    currency: 'CNY',
    state: 'draft',
    effectiveFrom: new Date('2026-01-01T00:00:00Z'),
    prices: {},
    createdBy: 'test',
  });
  return { priceBookId, places };
}

/** Approves a share rule; the numbers are basis points of portal, provider, framework provider and operations. */
export async function approveRule(
  conn: Conn,
  version: number,
  [portal, provider, framework, operations]: readonly [number, number, number, number],
  scope: { cityNodeId?: string; frameworkId?: string; effectiveFrom?: Date } = {},
): Promise<void> {
  await conn.insert(shareRules).values({
    id: newId(),
    version,
    effectiveFrom: scope.effectiveFrom ?? new Date('2020-01-01T00:00:00Z'),
    cityNodeId: scope.cityNodeId ?? null,
    frameworkId: scope.frameworkId ?? null,
    portalBasisPoints: portal,
    providerBasisPoints: provider,
    frameworkBasisPoints: framework,
    operationsBasisPoints: operations,
    state: 'approved',
    proposedBy: 'test',
    decidedBy: 'other',
  });
}
