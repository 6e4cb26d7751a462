import { and, eq, inArray } from 'drizzle-orm';
import type { Conn } from '#db/connection.ts';
import { cityNodes, frameworkProviders, frameworks, offerings, providers } from '#db/schema/catalogue.ts';
import type { ComplianceInputs } from '#lib/compliance/judge.ts';
import { AppError } from '#lib/errors/app-error.ts';
import type { PriceRequestLine } from '#lib/pricing/price.ts';

export type WantedNode = { offeringId: string; tps: number; storageGb: number; bandwidthMbps: number };

/** An offering with everything that quote, verdict and app need of it. */
export type CartNode = PriceRequestLine & {
  access: 'deploy' | 'endpoint';
  country: string;
  /** Names as they stand, for the lines. */
  names: Record<string, string>;
};

/**
 * What was asked for, looked up in one query and in the order asked. Throws `invalid` for an offering that is not for sale,
 * for two of one city node, and for a mixture of frameworks, kinds or ways of access: an app is of one.
 */
export async function readCart(conn: Conn, wanted: readonly WantedNode[]): Promise<CartNode[]> {
  const found = await conn
    .select({
      offeringId: offerings.id,
      cityNodeId: cityNodes.id,
      frameworkId: offerings.frameworkId,
      kind: offerings.kind,
      access: offerings.access,
      country: cityNodes.country,
      city: cityNodes.city,
      version: offerings.frameworkVersion,
      framework: frameworks.name,
      provider: providers.name,
      frameworkProvider: frameworkProviders.name,
    })
    .from(offerings)
    .innerJoin(cityNodes, eq(cityNodes.id, offerings.cityNodeId))
    .innerJoin(frameworks, eq(frameworks.id, offerings.frameworkId))
    .innerJoin(providers, eq(providers.id, cityNodes.providerId))
    .innerJoin(frameworkProviders, eq(frameworkProviders.id, offerings.frameworkProviderId))
    .where(
      and(
        inArray(
          offerings.id,
          wanted.map((node) => node.offeringId),
        ),
        eq(offerings.enabled, true),
        eq(cityNodes.state, 'active'),
      ),
    );
  const nodes = wanted.map((node): CartNode => {
    const offering = found.find(({ offeringId }) => offeringId === node.offeringId);
    if (!offering) throw new AppError('invalid', 'buy.notForSale', {}, { field: 'nodes' });
    const { city, version, framework, provider, frameworkProvider, ...rest } = offering;
    const { tps, storageGb, bandwidthMbps } = node;
    const names = {
      cityNode: city.en ?? '',
      cityNodeZh: city.zh ?? city.en ?? '',
      framework,
      frameworkVersion: version,
      kind: rest.kind,
      provider,
      frameworkProvider,
    };
    return { ...rest, tps, storageGb, bandwidthMbps, names };
  });
  if (new Set(nodes.map((node) => node.cityNodeId)).size !== nodes.length)
    throw new AppError('invalid', 'buy.nodeTwice', {}, { field: 'nodes' });
  if (new Set(nodes.map((node) => `${node.frameworkId} ${node.kind} ${node.access}`)).size !== 1)
    throw new AppError('invalid', 'buy.mixed', {}, { field: 'nodes' });
  return nodes;
}

export const inputsOfCart = (
  nodes: readonly CartNode[],
  about: Omit<ComplianceInputs, 'nodes'>,
): ComplianceInputs => ({
  ...about,
  nodes: nodes.map(({ cityNodeId, country, kind }) => ({ cityNodeId, country, kind })),
});
